// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.Test;

public class NoteUsesTest {

  private final NoteUses uses = new NoteUses(System::nanoTime);

  @Test
  public void aClosedNoteIsNotUsedUntilItIsOpenedAgain() {
    assertTrue(uses.close("n", 0));
    assertFalse(uses.enter("n"));
    assertTrue("another note is not concerned", uses.enter("m"));
    uses.open("n");
    assertTrue(uses.enter("n"));
  }

  @Test
  public void closingWaitsForTheEndOfAllUses() throws Exception {
    uses.enter("n");
    uses.enter("n");
    CountDownLatch closed = new CountDownLatch(1);
    boolean[] inTime = {false};
    Thread closer =
        new Thread(
            () -> {
              inTime[0] = uses.close("n", 60_000);
              closed.countDown();
            });
    closer.start();
    uses.exit("n");
    assertEquals(1, closed.getCount());
    uses.exit("n");
    closed.await();
    assertTrue(inTime[0]);
  }

  @Test
  public void closingDoesNotWaitForEver() {
    uses.enter("n");
    assertFalse(uses.close("n", 1));
    assertFalse("it is closed all the same", uses.enter("n"));
  }

  @Test
  public void whatAThreadUsesEndsTogether() {
    assertTrue(uses.enterAsThread("n"));
    assertTrue(uses.enterAsThread("m"));
    uses.exitAll();
    uses.exitAll();
    assertTrue(uses.close("n", 0));
    assertTrue(uses.close("m", 0));
    assertFalse(uses.enterAsThread("n"));
    uses.exitAll();
    uses.open("n");
    assertTrue(uses.close("n", 0));
  }
}
