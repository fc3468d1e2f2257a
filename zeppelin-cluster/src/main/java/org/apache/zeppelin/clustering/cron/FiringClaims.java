// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import java.io.IOException;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.FiringEntry;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides firings in the log. Any thread may call; calls block. */
final class FiringClaims {

  private static final Logger LOGGER = LoggerFactory.getLogger(FiringClaims.class);

  private static final String SKIPPED = "Note {} does not fire for {}: it is still running";

  private final Metadata metadata;
  private final Servers servers;
  private final NoteOwnership owners;
  private final LocalCron local;

  FiringClaims(Metadata metadata, Servers servers, NoteOwnership owners, LocalCron local) {
    this.metadata = metadata;
    this.servers = servers;
    this.owners = owners;
    this.local = local;
  }

  /** What came of a firing. */
  static final class Outcome {
    static final Outcome DECIDED = new Outcome(null, null, false);

    private final FiringRun run;
    private final String other;
    private final boolean open;

    private Outcome(FiringRun run, String other, boolean open) {
      this.run = run;
      this.other = other;
      this.open = open;
    }

    /** Set when this server runs the note now: that firing, or one before it that was left. */
    Optional<FiringRun> run() {
      return Optional.ofNullable(run);
    }

    /** True when the firing has to be looked at again. */
    boolean open() {
      return open;
    }

    /** The server that is to decide it, if that is known. */
    Optional<String> other() {
      return Optional.ofNullable(other);
    }
  }

  Outcome decide(String noteId, long time) {
    try {
      if (!local.present(noteId)) {
        return Outcome.DECIDED;
      }
      Optional<Entry> seen = metadata.local().get(Keys.firing(noteId));
      boolean certain = false;
      while (true) {
        String session = servers.requireSession();
        Optional<FiringEntry> entry = seen.map(e -> e.getValue().getFiring());
        boolean acts = runnerActs(entry, session);
        if (FiringDecision.of(entry, time, acts, false, false) == FiringDecision.DONE) {
          return Outcome.DECIDED;
        }
        Optional<String> other = owners.otherOwner(noteId, certain);
        boolean owner = other.isEmpty();
        boolean busy = owner && local.busy(noteId);
        FiringDecision decision = FiringDecision.of(entry, time, acts, owner, busy);
        if (decision == FiringDecision.WAIT) {
          return new Outcome(null, other.orElse(null), true);
        }
        if (decision != FiringDecision.TAKE_OVER && !local.scheduled(noteId, time)) {
          LOGGER.info("Note {} does not fire at {} any more", noteId, time);
          return Outcome.DECIDED;
        }
        FiringEntry changed = change(decision, entry, time, session);
        long version = seen.map(Entry::getVersion).orElse(0L);
        Result result =
            Blocking.await(
                metadata.commit(FiringChange.commands(noteId, session, version, changed)));
        if (result.getCode() == ResultCode.OK) {
          if (decision == FiringDecision.SKIP) {
            LOGGER.info(SKIPPED, noteId, time);
            return Outcome.DECIDED;
          }
          return taken(decision, new FiringRun(noteId, session, result.getIndex(), changed));
        }
        seen = Optional.ofNullable(result.getCurrent());
        certain = true;
      }
    } catch (IOException | RuntimeException e) {
      LOGGER.info("A firing of note {} cannot be decided yet: {}", noteId, e.toString());
      return new Outcome(null, null, true);
    }
  }

  /** What this server took itself and does not run, it took without knowing that it had. */
  private boolean runnerActs(Optional<FiringEntry> entry, String session) {
    return entry
        .map(FiringEntry::getRunnerSession)
        .filter(runner -> !runner.equals(session))
        .filter(runner -> metadata.local().session(runner).isPresent())
        .isPresent();
  }

  private FiringEntry change(
      FiringDecision decision, Optional<FiringEntry> entry, long time, String session) {
    switch (decision) {
      case SKIP:
        return FiringChange.skip(entry, time);
      case TAKE_OVER:
        return FiringChange.takeOver(entry.get(), servers.id(), session);
      default:
        return FiringChange.take(entry, time, servers.id(), session);
    }
  }

  private static Outcome taken(FiringDecision decision, FiringRun run) {
    LOGGER.info(
        "Note {} fires here for {}{}",
        run.noteId(),
        run.time(),
        decision == FiringDecision.TAKE_OVER ? ", left by a server that has ended" : "");
    return new Outcome(run, null, false);
  }

  /**
   * The run is about to give its first paragraph to an interpreter.
   *
   * @throws IOException when it must not: another server may run it now
   */
  void begin(FiringRun run) throws IOException {
    synchronized (run) {
      if (run.entry().isBegun()) {
        return;
      }
      try {
        if (change(run, FiringChange.begin(run.entry()))) {
          return;
        }
      } catch (MetadataException e) {
        throw new IOException("The note was not run: " + e.getMessage(), e);
      }
    }
    throw new IOException(
        "The note was not run here: this server was taken for dead, and another one runs it");
  }

  /**
   * A firing came while the note runs: it is left out.
   *
   * @return false when that could not be decided
   */
  boolean skip(FiringRun run, long time) {
    synchronized (run) {
      if (run.entry().getDecidedMillis().contains(time)) {
        return true;
      }
      try {
        if (change(run, FiringChange.skip(Optional.of(run.entry()), time))) {
          LOGGER.info(SKIPPED, run.noteId(), time);
          return true;
        }
      } catch (MetadataException e) {
        LOGGER.info("That note {} is still running could not be told", run.noteId(), e);
      }
      return false;
    }
  }

  /** The run is over; the metadata hear of it when they can, as nothing hangs on it. */
  void end(FiringRun run) {
    synchronized (run) {
      metadata
          .commit(
              FiringChange.commands(
                  run.noteId(), run.session(), run.version(), FiringChange.end(run.entry())))
          .whenComplete((result, failure) -> LOGGER.debug("End of {}: {}", run, result, failure));
    }
  }

  private boolean change(FiringRun run, FiringEntry changed) {
    Result result =
        Blocking.await(
            metadata.commit(
                FiringChange.commands(run.noteId(), run.session(), run.version(), changed)));
    if (result.getCode() == ResultCode.OK) {
      run.changed(result.getIndex(), changed);
      return true;
    }
    LOGGER.warn("{} is not this server's any more: {}", run, result);
    return false;
  }
}
