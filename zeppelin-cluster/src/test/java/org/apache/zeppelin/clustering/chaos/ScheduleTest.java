// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

/** A seed names a schedule, and no schedule asks for what no cluster can survive. */
public class ScheduleTest {

  private static final long MILLIS = 120_000;

  @Test
  public void aSeedSaysItAll() {
    for (long seed = 0; seed < 50; seed++) {
      assertEquals(Schedule.of(seed, 3, MILLIS), Schedule.of(seed, 3, MILLIS));
      assertNotEquals(Schedule.of(seed, 3, MILLIS), Schedule.of(seed + 1, 3, MILLIS));
    }
  }

  @Test
  public void aShorterOneIsTheBeginningOfALongerOne() {
    List<Fault> all = Schedule.of(7, 5, MILLIS);
    List<Fault> half = Schedule.of(7, 5, MILLIS / 2);
    assertFalse(half.isEmpty());
    assertTrue(all.containsAll(half));
  }

  @Test
  public void heavyFaultsHitAMinorityOneAfterTheOther() {
    for (int servers : new int[] {3, 5}) {
      for (long seed = 0; seed < 200; seed++) {
        long free = 0;
        for (Fault fault : Schedule.of(seed, servers, MILLIS)) {
          assertTrue(fault.toString(), fault.endMillis() < MILLIS);
          if (fault.heavy()) {
            assertTrue(fault.toString(), fault.atMillis > free);
            assertTrue(fault.toString(), fault.servers.size() <= (servers - 1) / 2);
            free = fault.endMillis();
          }
          assertEquals(fault.servers.size(), (int) fault.servers.stream().distinct().count());
          assertTrue(
              fault.toString(), fault.servers.stream().allMatch(s -> s >= 0 && s <= servers));
        }
      }
    }
  }

  @Test
  public void allKindsOccur() {
    Set<Fault.Kind> seen = EnumSet.noneOf(Fault.Kind.class);
    for (long seed = 0; seed < 20; seed++) {
      seen.addAll(
          Schedule.of(seed, 3, MILLIS).stream().map(f -> f.kind).collect(Collectors.toSet()));
    }
    assertEquals(EnumSet.allOf(Fault.Kind.class), seen);
  }

  @Test
  public void onlyTheKindsThatAreAskedFor() {
    List<Fault> faults = Schedule.of(1, 3, MILLIS, List.of(Fault.Kind.KILL));
    assertFalse(faults.isEmpty());
    assertTrue(faults.stream().allMatch(f -> f.kind == Fault.Kind.KILL));
  }
}
