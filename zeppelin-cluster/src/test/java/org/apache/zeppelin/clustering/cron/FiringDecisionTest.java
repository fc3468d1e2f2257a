// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.FiringEntry;
import org.junit.Test;

public class FiringDecisionTest {

  private static final FiringEntry TAKEN =
      FiringChange.take(Optional.empty(), 20, "a", "session-a");
  private static final FiringEntry BEGUN = FiringChange.begin(TAKEN);
  private static final FiringEntry ENDED = FiringChange.end(BEGUN);

  private static FiringDecision of(
      FiringEntry entry, long time, boolean acts, boolean owner, boolean busy) {
    return FiringDecision.of(Optional.ofNullable(entry), time, acts, owner, busy);
  }

  @Test
  public void theOwnerRunsWhatNobodyDecided() {
    assertEquals(FiringDecision.RUN, of(null, 10, false, true, false));
    assertEquals(FiringDecision.RUN, of(ENDED, 30, false, true, false));
    assertEquals(FiringDecision.RUN, of(BEGUN, 30, false, true, false));
  }

  @Test
  public void whoDoesNotOwnTheNoteWaits() {
    assertEquals(FiringDecision.WAIT, of(null, 10, false, false, false));
    assertEquals(FiringDecision.WAIT, of(TAKEN, 20, false, false, false));
  }

  @Test
  public void whatIsDecidedIsDone() {
    for (boolean owner : new boolean[] {true, false}) {
      assertEquals(FiringDecision.DONE, of(TAKEN, 20, true, owner, false));
      assertEquals(FiringDecision.DONE, of(BEGUN, 20, false, owner, false));
      assertEquals(FiringDecision.DONE, of(ENDED, 20, false, owner, false));
    }
  }

  @Test
  public void aFiringMayBeDecidedAfterALaterOne() {
    assertEquals(FiringDecision.RUN, of(ENDED, 10, false, true, false));
    FiringEntry both = FiringChange.end(FiringChange.take(Optional.of(ENDED), 10, "a", "b"));
    assertEquals(List.of(10L, 20L), both.getDecidedMillis());
    for (long time : List.of(10L, 20L)) {
      assertEquals(FiringDecision.DONE, of(both, time, false, true, false));
    }
  }

  @Test
  public void whatIsFarBehindTheLatestIsNotMadeUp() {
    long late = 20 + FiringChange.LATE_MILLIS;
    FiringEntry later = FiringChange.take(Optional.of(ENDED), late, "a", "session-a");
    assertEquals(List.of(late), later.getDecidedMillis());
    assertEquals(FiringDecision.DONE, of(FiringChange.end(later), 20, false, true, false));
    assertEquals(FiringDecision.DONE, of(FiringChange.end(later), 19, false, true, false));
    assertEquals(FiringDecision.RUN, of(FiringChange.end(later), 21, false, true, false));
  }

  @Test
  public void whatWasTakenAndNotBegunIsTakenOverWhenItsServerHasEnded() {
    assertEquals(FiringDecision.TAKE_OVER, of(TAKEN, 20, false, true, false));
    assertEquals(FiringDecision.TAKE_OVER, of(TAKEN, 20, false, true, true));
  }

  @Test
  public void whatWasLeftComesBeforeWhatCameLater() {
    assertEquals(FiringDecision.TAKE_OVER, of(TAKEN, 30, false, true, false));
    assertEquals(FiringDecision.WAIT, of(TAKEN, 30, true, true, false));
  }

  @Test
  public void aFiringThatComesWhileTheNoteRunsIsLeftOut() {
    assertEquals(FiringDecision.SKIP, of(BEGUN, 30, false, true, true));
    assertEquals(FiringDecision.SKIP, of(null, 30, false, true, true));
  }

  @Test
  public void leavingOneOutKeepsTheRunThatIsUnderWay() {
    FiringEntry skipped = FiringChange.skip(Optional.of(TAKEN), 30);
    assertEquals(List.of(20L, 30L), skipped.getDecidedMillis());
    assertEquals(20, skipped.getRunMillis());
    assertEquals(FiringDecision.TAKE_OVER, of(skipped, 20, false, true, false));
  }
}
