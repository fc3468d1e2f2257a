// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** Firings under many orders of what can happen to servers. */
public class FiringInterleavingTest {

  private static final int WORLDS = 3_000;
  private static final int STEPS = 150;

  @Test
  public void noPointOfTheScheduleRunsTwiceAndNoneIsLost() {
    int run = 0;
    int skipped = 0;
    int cut = 0;
    int takenOver = 0;
    for (int seed = 0; seed < WORLDS; seed++) {
      FiringSimulation world = new FiringSimulation(seed);
      for (int step = 0; step < STEPS; step++) {
        world.step();
      }
      world.settle();
      for (long time = 1; time <= world.lastTime(); time++) {
        String story = "seed " + seed + ", time " + time + ": " + world.story(time);
        assertTrue("ran twice: " + story, world.runs(time) <= 1);
        int fates = world.runs(time) + world.cuts(time) + world.skips(time);
        assertEquals("not one fate: " + story, 1, fates);
        run += world.runs(time);
        cut += world.cuts(time);
        skipped += world.skips(time);
      }
      takenOver += world.takenOver();
    }
    // What is to be tested did happen.
    assertTrue("runs " + run, run > WORLDS);
    assertTrue("skipped " + skipped, skipped > 100);
    assertTrue("cut short " + cut, cut > 30);
    assertTrue("taken over " + takenOver, takenOver > 100);
  }
}
