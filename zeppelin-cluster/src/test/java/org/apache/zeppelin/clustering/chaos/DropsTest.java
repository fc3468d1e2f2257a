// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** What is lost lasts until each of its causes is healed. */
public class DropsTest {

  private final Drops drops = new Drops();

  @Test
  public void theWorstOfSeveralCausesHolds() {
    drops.drop("loss", 1, 2, 10);
    drops.drop("cut", 1, 2, Drops.ALL);
    assertEquals(Drops.ALL, drops.percent(1, 2));
    assertEquals(0, drops.percent(2, 1));
    drops.heal("cut");
    assertEquals(10, drops.percent(1, 2));
    drops.heal("loss");
    assertEquals(0, drops.percent(1, 2));
  }

  @Test
  public void aResetIsNoLoss() {
    drops.reset("reset", 1, 2);
    assertTrue(drops.resets(1, 2));
    assertFalse(drops.resets(2, 1));
    assertEquals(0, drops.percent(1, 2));
    drops.heal("reset");
    assertFalse(drops.resets(1, 2));
  }
}
