// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** How long bytes wait, by a clock of the test's. */
public class WireTest {

  private static final long MILLI = 1_000_000;

  private long now = 5;
  private final List<Long> pauses = new ArrayList<>();
  private final Outlet outlet = new Outlet(() -> now);
  private final Wire wire = new Wire(outlet, new Random(1), pauses::add);

  @Test
  public void nothingWaitsAsUsual() throws InterruptedException {
    wire.pass(10_000);
    assertTrue(pauses.isEmpty());
  }

  @Test
  public void whatIsLateWaits() throws InterruptedException {
    outlet.late(30);
    wire.pass(1);
    outlet.clear();
    wire.pass(1);
    assertEquals(List.of(30 * MILLI), pauses);
  }

  @Test
  public void whatIsLimitedWaitsForWhatWentBefore() throws InterruptedException {
    outlet.narrow(1_000);
    wire.pass(100);
    wire.pass(100);
    now += 150 * MILLI;
    wire.pass(100);
    now += 1_000 * MILLI;
    wire.pass(100);
    assertEquals(List.of(100 * MILLI, 200 * MILLI, 150 * MILLI, 100 * MILLI), pauses);
  }

  @Test
  public void whatIsLostComesAfterTheKernelHasSentItAgain() throws InterruptedException {
    wire.set(50, false);
    for (int i = 0; i < 100; i++) {
      wire.pass(1);
    }
    assertTrue(pauses.toString(), pauses.size() > 20 && pauses.size() < 80);
    assertTrue(pauses.contains(200 * MILLI));
    assertTrue(pauses.contains(600 * MILLI));
    assertFalse(pauses.stream().anyMatch(p -> p % (200 * MILLI) != 0));
  }
}
