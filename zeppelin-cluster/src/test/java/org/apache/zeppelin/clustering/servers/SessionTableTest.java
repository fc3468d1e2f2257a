// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.junit.Test;

public class SessionTableTest {

  private static final Session A = new Session("sa", "a:1", 5_000, 1);
  private static final Session B = new Session("sb", "b:1", 5_000, 2);

  private final SessionTable table = new SessionTable(ms(2_500));

  private static long ms(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Looks every half second, as a leader that is not paused. */
  private Map<String, String> lookUntil(long fromMillis, long toMillis) {
    Map<String, String> due = Map.of();
    for (long at = fromMillis; at <= toMillis; at += 500) {
      due = table.due(ms(at));
    }
    return due;
  }

  @Test
  public void silentSessionIsDueAfterItsTimeoutAndNotBefore() {
    table.lead(0);
    table.observe(List.of(A, B), 0);
    assertTrue(lookUntil(500, 3_000).isEmpty());
    assertEquals(SessionTable.Heard.ALIVE, table.heard("sb", ms(3_000)));
    assertTrue(lookUntil(3_500, 5_000).isEmpty());
    assertEquals(Map.of("sa", "not heard for 5000 ms"), lookUntil(5_500, 5_500));
    assertEquals(SessionTable.Heard.ENDING, table.heard("sa", ms(5_600)));
    assertEquals(SessionTable.Heard.UNKNOWN, table.heard("other", ms(5_600)));
    table.observe(List.of(B), ms(5_700));
    assertTrue(table.due(ms(5_800)).isEmpty());
  }

  @Test
  public void newTermGrantsTheFullTimeout() {
    table.lead(0);
    table.observe(List.of(A), 0);
    lookUntil(500, 4_500);
    table.lead(ms(4_900));
    table.observe(List.of(A), ms(4_900));
    assertTrue(lookUntil(5_000, 9_500).isEmpty());
    assertEquals(1, lookUntil(10_000, 10_000).size());
  }

  @Test
  public void leaderThatWasPausedBlamesItself() {
    table.lead(0);
    table.observe(List.of(A), 0);
    assertTrue(table.due(ms(60_000)).isEmpty());
    assertTrue(lookUntil(60_500, 65_000).isEmpty());
    assertEquals(1, lookUntil(65_500, 65_500).size());
  }

  @Test
  public void refusalIsDueAtOnceUnlessHeardSince() {
    table.lead(0);
    table.observe(List.of(A, B), 0);
    table.heard("sb", ms(2_200));
    table.refused("sa", ms(2_100));
    table.refused("sb", ms(2_100));
    assertEquals(1, table.due(ms(2_300)).size());
    assertTrue(table.due(ms(2_300)).get("sa").contains("refuses connections"));
  }

  @Test
  public void silentOnesAreNamedBeforeTheyAreDue() {
    table.lead(0);
    table.observe(List.of(A, B), 0);
    table.heard("sa", ms(100));
    table.heard("sb", ms(1_000));
    assertEquals(List.of(), table.doubtful(ms(2_000), ms(2_100)));
    assertEquals(List.of(A), table.doubtful(ms(2_000), ms(2_500)));
  }

  @Test
  public void aNewLeaderDoubtsWhomeverItHasNotHeard() {
    table.lead(0);
    table.observe(List.of(A, B), 0);
    table.heard("sb", ms(10));
    assertEquals(List.of(A), table.doubtful(ms(2_000), ms(20)));
    table.heard("sa", ms(30));
    assertEquals(List.of(), table.doubtful(ms(2_000), ms(40)));
  }
}
