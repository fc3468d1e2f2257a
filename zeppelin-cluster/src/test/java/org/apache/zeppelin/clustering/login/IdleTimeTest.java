// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Random;
import org.junit.Test;

/** No session ends early, however late the others hear of its use and whatever their clocks say. */
public class IdleTimeTest {

  private static final long TOUCH = 60_000;
  private static final long CLOCKS = 300_000;
  private static final LoginSettings SETTINGS = new LoginSettings(1_000, TOUCH, CLOCKS, 1_000);

  @Test
  public void whatIsUsedNeverEndsWhoeverLooks() {
    Random random = new Random(7);
    for (int run = 0; run < 2_000; run++) {
      long timeout = 1 + random.nextInt(3_600_000);
      long clockOfTheOther = random.nextInt((int) CLOCKS);
      long written = 0;
      long now = 0;
      for (int use = 0; use < 50; use++) {
        // Less than its timeout after the last use.
        long pause = (long) (random.nextDouble() * timeout);
        long looked = now + (long) (random.nextDouble() * pause);
        assertFalse(
            "timeout " + timeout,
            IdleTime.isOver(looked + clockOfTheOther, written, timeout, SETTINGS));
        now += pause;
        if (IdleTime.isToBeWritten(now, written, timeout, SETTINGS)) {
          written = now;
        }
      }
    }
  }

  @Test
  public void whatIsNotUsedEnds() {
    long timeout = 1_000_000;
    assertFalse(IdleTime.isOver(timeout + TOUCH + CLOCKS, 0, timeout, SETTINGS));
    assertTrue(IdleTime.isOver(timeout + TOUCH + CLOCKS + 1, 0, timeout, SETTINGS));
    assertFalse(IdleTime.isOver(Long.MAX_VALUE, 0, -1, SETTINGS));
  }

  @Test
  public void useIsWrittenOnceInAnInterval() {
    assertFalse(IdleTime.isToBeWritten(TOUCH - 1, 0, 86_400_000, SETTINGS));
    assertTrue(IdleTime.isToBeWritten(TOUCH, 0, 86_400_000, SETTINGS));
    // More often when it would end before.
    assertTrue(IdleTime.isToBeWritten(2_500, 0, 10_000, SETTINGS));
    assertTrue(IdleTime.isToBeWritten(TOUCH, 0, -1, SETTINGS));
  }
}
