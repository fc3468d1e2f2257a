// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.Test;

public class IdleNotesTest {

  private final IdleNotes idle = new IdleNotes(100);

  private List<String> at(long millis, Set<String> owned, Set<String> quiet) {
    return idle.toRelease(owned, quiet::contains, millis);
  }

  @Test
  public void aNoteIsGivenBackWhenItWasQuietForTheWholeTime() {
    Set<String> note = Set.of("n");
    assertEquals(List.of(), at(0, note, note));
    assertEquals(List.of(), at(99, note, note));
    assertEquals(List.of("n"), at(100, note, note));
  }

  @Test
  public void aLookAtItStartsTheTimeAnew() {
    Set<String> note = Set.of("n");
    at(0, note, note);
    at(90, note, Set.of());
    assertEquals(List.of(), at(100, note, note));
    assertEquals(List.of(), at(199, note, note));
    assertEquals(List.of("n"), at(200, note, note));
  }

  @Test
  public void whatWasGivenAwayAndTakenAgainIsNew() {
    Set<String> note = Set.of("n");
    at(0, note, note);
    at(50, Set.of(), note);
    assertEquals(List.of(), at(100, note, note));
  }
}
