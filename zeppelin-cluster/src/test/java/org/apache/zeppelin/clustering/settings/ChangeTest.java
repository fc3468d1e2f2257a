// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.settings;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.OptionalLong;
import org.junit.Test;

/** What stands there decides what a user may do. */
public class ChangeTest {

  private static final Standing THERE = new Standing(7, true, "");
  private static final Standing REMOVED = new Standing(8, false, "");

  private static long departure(Change change, Standing present) throws IOException {
    return change.departure("Interpreter x", present).orElse(-1);
  }

  @Test
  public void aNewOneNeedsAFreeName() throws Exception {
    assertEquals(0, departure(Change.CREATE, Standing.NOTHING));
    assertEquals(8, departure(Change.CREATE, REMOVED));
    String said =
        assertThrows(IOException.class, () -> departure(Change.CREATE, THERE)).getMessage();
    assertEquals("Interpreter x already existed", said);
  }

  @Test
  public void onlyWhatIsThereIsEdited() throws Exception {
    assertEquals(7, departure(Change.EDIT, THERE));
    assertThrows(IOException.class, () -> departure(Change.EDIT, REMOVED));
    assertThrows(IOException.class, () -> departure(Change.EDIT, Standing.NOTHING));
  }

  @Test
  public void whatIsRemovedAlreadyNeedsNothing() throws Exception {
    assertEquals(7, departure(Change.REMOVE, THERE));
    assertEquals(OptionalLong.empty(), Change.REMOVE.departure("Interpreter x", REMOVED));
    // Only this server had it: that it is gone has to be told.
    assertEquals(0, departure(Change.REMOVE, Standing.NOTHING));
  }

  @Test
  public void storingAlwaysGoes() throws Exception {
    assertEquals(0, departure(Change.STORE, Standing.NOTHING));
    assertEquals(7, departure(Change.STORE, THERE));
    assertEquals(8, departure(Change.STORE, REMOVED));
  }

  @Test
  public void onlyAnEditMindsThatAnotherCameFirst() throws Exception {
    Change.CREATE.overtaken("Interpreter x");
    Change.REMOVE.overtaken("Interpreter x");
    Change.STORE.overtaken("Interpreter x");
    String said =
        assertThrows(IOException.class, () -> Change.EDIT.overtaken("Interpreter x")).getMessage();
    assertTrue(said, said.startsWith("Interpreter x was changed on another server"));
  }
}
