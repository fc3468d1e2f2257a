// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.FiringEntry;
import org.apache.zeppelin.clustering.metadata.wire.RequireSessionCommand;

/** Every change that a firing makes to the metadata. Pure. */
final class FiringChange {

  /** What Quartz calls a misfire: a firing that is this much later than another is not made up. */
  static final long LATE_MILLIS = 60_000;

  private FiringChange() {}

  /** This server is going to run the firing. */
  static FiringEntry take(Optional<FiringEntry> entry, long time, String server, String session) {
    return decide(entry, time)
        .setRunMillis(time)
        .setRunner(server)
        .setRunnerSession(session)
        .setBegun(false);
  }

  /** This server is going to run what another one was to run. */
  static FiringEntry takeOver(FiringEntry left, String server, String session) {
    return new FiringEntry(left).setRunner(server).setRunnerSession(session);
  }

  /** The firing is left out; what runs goes on. */
  static FiringEntry skip(Optional<FiringEntry> entry, long time) {
    return decide(entry, time);
  }

  /** The first paragraph is about to be given to an interpreter. */
  static FiringEntry begin(FiringEntry taken) {
    return new FiringEntry(taken).setBegun(true);
  }

  /** The run has come to its end. */
  static FiringEntry end(FiringEntry run) {
    return new FiringEntry(run.getLateMillis(), run.getDecidedMillis());
  }

  private static FiringEntry decide(Optional<FiringEntry> before, long time) {
    FiringEntry entry = before.map(FiringEntry::new).orElseGet(() -> new FiringEntry(0, List.of()));
    long late = Math.max(entry.getLateMillis(), time - LATE_MILLIS);
    TreeSet<Long> decided = new TreeSet<>(entry.getDecidedMillis());
    decided.add(time);
    return entry
        .setLateMillis(late)
        .setDecidedMillis(new ArrayList<>(decided.tailSet(late, false)));
  }

  /**
   * @param version of the entry that the change was made from; 0 when there was none
   */
  static List<Command> commands(String noteId, String session, long version, FiringEntry changed) {
    return List.of(
        Command.requireSession(new RequireSessionCommand(session)),
        Command.compareAndSet(
            new CompareAndSetCommand(Keys.firing(noteId), version)
                .setValue(EntryValue.firing(changed))));
  }
}
