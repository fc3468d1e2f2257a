// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Before;
import org.junit.Test;

/** What is read out of the lines that the agents write. */
public class ChangeLogTest {

  private static final long SECOND = 1_000_000_000L;

  private ChangeLog log;

  @Before
  public void empty() {
    log =
        new ChangeLog(
            List.of(
                new ChangeLog.Death("dead", 99, 500 * SECOND),
                new ChangeLog.Death("unseen", 98, 800 * SECOND)),
            new Disturbances(
                List.of(
                    new Disturbances.Span(Fault.Kind.CUT, 700 * SECOND, 710 * SECOND),
                    new Disturbances.Span(Fault.Kind.RESET, 750 * SECOND, 752 * SECOND),
                    new Disturbances.Span(Fault.Kind.KILL_UNSEEN, 799 * SECOND, 803 * SECOND))));
  }

  private static String line(long second, Object... parts) {
    StringBuilder line = new StringBuilder(String.valueOf(second * SECOND));
    for (Object part : parts) {
      line.append('\t').append(part);
    }
    return line.toString();
  }

  private static String running(long second, long version, long epoch, String manager, long pid) {
    return line(second, version, "process", "process/g", version, epoch, "RUNNING", manager, pid);
  }

  @Test
  public void oneEpochIsOneProcess() {
    log.read(List.of(running(10, 5, 4, "a", 77), running(20, 8, 4, "b", 77)));
    assertEquals(List.of(), log.doubledEpochs());
    log.read(List.of(running(30, 9, 4, "b", 78)));
    assertEquals(1, log.doubledEpochs().size());
  }

  @Test
  public void aRunMayFailWhoseProcessIsBeingStopped() {
    String stopping = line(20, 8, "process", "process/g", 8, 4, "STOPPING", "a", 77);
    log.read(List.of(running(10, 5, 4, "a", 77), stopping));
    assertTrue(log.reason("g", "n", false, 15 * SECOND, 21 * SECOND));
    assertFalse("one that came later", log.reason("g", "n", false, 21 * SECOND, 22 * SECOND));
  }

  @Test
  public void aRunMayFailWhoseProcessDiedAndWasNotMissedYet() {
    String mine = line(490, 8, "process", "process/dead", 8, 4, "RUNNING", "a", 99);
    log.read(List.of(mine));
    assertFalse(log.reason("dead", "n", false, 502 * SECOND, 503 * SECOND));
    String adopted = line(495, 9, "process", "process/dead", 9, 4, "RUNNING", "b", 99);
    log.read(List.of(adopted));
    assertTrue(log.reason("dead", "n", false, 502 * SECOND, 503 * SECOND));
    assertFalse(log.reason("dead", "n", false, 504 * SECOND, 505 * SECOND));
  }

  @Test
  public void aClaimIsMadeOnceInAnEpoch() {
    String first = line(1, 4, "process", "process/g", 4, 4, "STARTING", "a", 0);
    String next = line(3, 9, "process", "process/g", 9, 9, "STARTING", "b", 0);
    log.read(List.of(first, first, running(2, 5, 4, "a", 77), next));
    assertEquals(List.of(), log.stolenClaims());
    log.read(List.of(line(4, 10, "process", "process/g", 10, 9, "STARTING", "a", 0)));
    assertEquals(1, log.stolenClaims().size());
  }

  @Test
  public void aProcessHasOneEpoch() {
    String first = running(10, 5, 4, "a", 77) + "\th:1";
    log.read(List.of(first, running(20, 8, 4, "b", 77) + "\th:1"));
    log.read(List.of(running(30, 12, 11, "b", 78) + "\th:2"));
    assertEquals(List.of(), log.reusedProcesses());
    log.read(List.of(running(40, 15, 14, "b", 0) + "\th:2"));
    assertEquals(1, log.reusedProcesses().size());
  }

  @Test
  public void twoServersHaveToTellTheSameOfAVersion() {
    log.read(List.of(running(10, 5, 4, "a", 77)));
    log.read(List.of(running(12, 5, 4, "a", 77)));
    assertEquals(List.of(), log.conflicts());
    log.read(List.of(running(12, 5, 4, "b", 77)));
    assertEquals(1, log.conflicts().size());
  }

  @Test
  public void aRunIsServedByTheLatestEpochThatAnybodyHeardOf() {
    log.read(List.of(running(10, 5, 4, "a", 77), running(25, 9, 9, "b", 78)));
    log.read(List.of(running(20, 9, 9, "b", 78)));
    assertEquals("", log.servedByOlder(77, 15 * SECOND));
    assertEquals("", log.servedByOlder(78, 30 * SECOND));
    assertFalse(log.servedByOlder(77, 21 * SECOND).isEmpty());
    assertTrue(log.knows(78));
    assertFalse(log.knows(79));
  }

  @Test
  public void firingsThatBeganCountOnceEach() {
    String begun = line(1, 5, "firing", "firing/n", 5, 4, 8_000, true);
    log.read(
        List.of(
            line(1, 4, "firing", "firing/n", 4, 4, 8_000, false),
            begun,
            begun,
            line(2, 9, "firing", "firing/n", 9, 4, 16_000, true),
            line(2, 9, "firing", "firing/other", 9, 4, 16_000, true)));
    assertEquals(2, log.firingsBegun("n"));
    assertEquals(0, log.firingsBegun("none"));
  }

  @Test
  public void aLineThatWasCutOffIsNotRead() {
    log.read(List.of("12", line(1, 5, "process", "process/g")));
    assertEquals(List.of(), log.doubledEpochs());
  }

  @Test
  public void onlyAResetBreaksConnectionsForGood() {
    assertTrue(log.reset(751 * SECOND, 760 * SECOND));
    assertTrue(log.reset(740 * SECOND, 751 * SECOND));
    assertFalse(log.reset(753 * SECOND, 760 * SECOND));
    assertFalse(log.reset(700 * SECOND, 710 * SECOND));
  }

  @Test
  public void aLostOwnerManagerProcessOrServerIsAReason() {
    log.read(
        List.of(
            running(10, 5, 4, "a", 77),
            running(100, 8, 4, "b", 77),
            line(200, 10, "note", "note/n", 10, 10, "a"),
            line(300, 11, "expired", "a", 0, 0, "id"),
            line(400, 12, "gone", "process/g", 0, 4)));
    assertTrue(log.moved("n", 77, 99 * SECOND, 101 * SECOND));
    assertFalse(log.moved("n", 77, 50 * SECOND, 60 * SECOND));
    assertTrue(log.reason("g", "n", false, 199 * SECOND, 201 * SECOND));
    assertFalse(log.reason("g", "other", false, 199 * SECOND, 201 * SECOND));
    assertTrue(log.reason("g", "other", false, 299 * SECOND, 301 * SECOND));
    assertTrue(log.reason("g", "other", false, 399 * SECOND, 401 * SECOND));
    assertFalse(log.reason("other", "other", false, 399 * SECOND, 401 * SECOND));
    assertTrue(log.reason("dead", "other", false, 499 * SECOND, 501 * SECOND));
    assertTrue(log.reason("other", "other", false, 705 * SECOND, 706 * SECOND));
    assertFalse(log.reason("other", "other", false, 715 * SECOND, 716 * SECOND));
    log.read(
        List.of(
            line(450, 13, "process", "process/dead", 13, 13, "RUNNING", "a", 99),
            line(510, 14, "gone", "process/dead", 0, 13)));
    assertTrue(log.reason("dead", "other", false, 499 * SECOND, 511 * SECOND));
    assertFalse(log.reason("dead", "other", false, 505 * SECOND, 511 * SECOND));
    assertTrue(log.reason("dead", "other", true, 505 * SECOND, 511 * SECOND));
  }

  @Test
  public void theEndOfAProcessIsNotSeenWhileItsManagerSleeps() {
    log.read(
        List.of(
            line(750, 13, "process", "process/unseen", 13, 13, "RUNNING", "a", 98),
            line(804, 14, "gone", "process/unseen", 0, 13)));
    assertTrue(log.reason("unseen", "other", false, 802 * SECOND, 805 * SECOND));
    assertFalse(log.reason("unseen", "other", false, 803 * SECOND + SECOND * 3 / 4, 805 * SECOND));
  }

  @Test
  public void theEndOfATakenProcessIsSeenLater() {
    log.read(
        List.of(
            line(450, 13, "process", "process/dead", 13, 13, "RUNNING", "a", 99),
            line(510, 14, "gone", "process/dead", 0, 13)));
    assertFalse(log.reason("dead", "other", false, 502 * SECOND, 511 * SECOND));
    log.read(List.of(line(460, 13, "process", "process/dead", 15, 13, "RUNNING", "b", 99)));
    assertTrue(log.reason("dead", "other", false, 502 * SECOND, 511 * SECOND));
    assertFalse(log.reason("dead", "other", false, 505 * SECOND, 511 * SECOND));
  }
}
