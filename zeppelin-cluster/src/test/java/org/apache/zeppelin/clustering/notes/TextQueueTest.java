// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.zeppelin.clustering.rpc.wire.BrowserText;
import org.junit.Test;

public class TextQueueTest {

  private static BrowserText text(int number, int length) {
    return new BrowserText(number, "x".repeat(length));
  }

  @Test
  public void batchesKeepTheOrderAndTheLimit() {
    TextQueue queue = new TextQueue(100, 10);
    for (int i = 0; i < 6; i++) {
      queue.add(text(i, 4));
    }
    List<Long> numbers = new ArrayList<>();
    for (List<BrowserText> batch = queue.takeBatch(); !batch.isEmpty(); batch = queue.takeBatch()) {
      assertEquals(2, batch.size());
      batch.forEach(t -> numbers.add(t.getNumber()));
    }
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), numbers);
  }

  @Test
  public void aMessageLongerThanABatchGoesAlone() {
    TextQueue queue = new TextQueue(100, 10);
    queue.add(text(1, 50));
    queue.add(text(2, 1));
    assertEquals(1, queue.takeBatch().size());
    assertEquals(2, queue.takeBatch().get(0).getNumber());
  }

  @Test
  public void whenTooManyWaitAllAreDroppedAndTheNextBatchSaysSoOnce() {
    TextQueue queue = new TextQueue(3, 1_000);
    for (int i = 0; i < 4; i++) {
      queue.add(text(i, 1));
    }
    assertTrue(queue.takeGap());
    assertFalse(queue.takeGap());
    assertEquals(List.of(text(3, 1)), queue.takeBatch());
  }

  /** What is taken is what was added, but for whole runs that a gap announces. */
  @Test
  public void nothingIsLostWithoutAGap() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      TextQueue queue = new TextQueue(5, 6);
      long next = 0;
      long expected = 0;
      for (int step = 0; step < 200; step++) {
        if (random.nextInt(3) > 0) {
          queue.add(text((int) next++, random.nextInt(5)));
          continue;
        }
        boolean gap = queue.takeGap();
        for (BrowserText taken : queue.takeBatch()) {
          assertTrue("seed " + seed, gap ? taken.getNumber() >= expected : true);
          if (!gap) {
            assertEquals("seed " + seed, expected, taken.getNumber());
          }
          gap = false;
          expected = taken.getNumber() + 1;
        }
      }
    }
  }
}
