// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.FiringEntry;

/** What a server does about a firing that has come due, from what the metadata say. Pure. */
enum FiringDecision {
  /** It was decided before. */
  DONE,
  /** Another server is to decide it, and has not yet. */
  WAIT,
  /** The note runs already: as Zeppelin does, this firing is left out. */
  SKIP,
  /** This server runs it. */
  RUN,
  /** The server that was to run the entry's firing ended before it began: run that one, first. */
  TAKE_OVER;

  /**
   * @param entry of the note
   * @param time the firing's place in the schedule, the same on every server
   * @param runnerActs true while the run that the entry names may still begin, or be running, on
   *     another server: its session is open
   * @param owner this server owns the note
   * @param busy something runs in the note on this server
   */
  static FiringDecision of(
      Optional<FiringEntry> entry, long time, boolean runnerActs, boolean owner, boolean busy) {
    boolean begins = entry.isPresent() && entry.get().isSetRunMillis() && !entry.get().isBegun();
    if (entry.isPresent() && decided(entry.get(), time)) {
      boolean left = begins && !runnerActs && time == entry.get().getRunMillis();
      return left ? ofLeft(owner) : DONE;
    }
    if (begins && runnerActs) {
      return WAIT;
    }
    if (begins) {
      return ofLeft(owner);
    }
    if (!owner) {
      return WAIT;
    }
    return busy ? SKIP : RUN;
  }

  private static boolean decided(FiringEntry entry, long time) {
    return time <= entry.getLateMillis() || entry.getDecidedMillis().contains(time);
  }

  private static FiringDecision ofLeft(boolean owner) {
    return owner ? TAKE_OVER : WAIT;
  }
}
