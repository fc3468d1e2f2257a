// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What counts as a lost edit, and what may be. */
public class EditedNoteTest {

  private final EditedNote note = new EditedNote("n", "name");

  private int faults(String... texts) {
    Map<String, String> found = texts.length == 0 ? Map.of() : Map.of("p", texts[0]);
    return note.faults(found, note.acknowledged()).size();
  }

  @Test
  public void anAddedParagraphHasToBeThere() {
    note.added("p", "a");
    assertEquals(0, faults("a"));
    assertEquals(1, faults("b"));
    assertEquals(1, faults());
  }

  @Test
  public void theLastAcknowledgedTextReplacesTheOneBefore() {
    note.added("p", "a");
    note.said("p", "b");
    note.acknowledged("p", "b");
    assertEquals(0, faults("b"));
    assertEquals(
        List.of("paragraph p is 'a' although 'b' was acknowledged"),
        note.faults(Map.of("p", "a"), note.acknowledged()));
  }

  @Test
  public void whatWasNotAcknowledgedMayComeAtAnyTime() {
    note.added("p", "a");
    note.said("p", "b");
    assertEquals(0, faults("a"));
    assertEquals(0, faults("b"));
    note.said("p", "c");
    note.acknowledged("p", "c");
    assertEquals(0, faults("b"));
    assertEquals(0, faults("c"));
    assertEquals(1, faults("a"));
  }

  @Test
  public void whatIsAcknowledgedWhileOneLooksMayBeSeenOrNot() {
    note.added("p", "a");
    Map<String, Integer> before = note.acknowledged();
    note.said("p", "b");
    note.acknowledged("p", "b");
    note.added("q", "z");
    assertEquals(0, note.faults(Map.of("p", "a"), before).size());
    assertEquals(0, note.faults(Map.of("p", "b"), before).size());
    assertEquals(1, note.faults(Map.of("p", "x"), before).size());
  }
}
