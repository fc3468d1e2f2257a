// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import java.io.IOException;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The firings of one note on this server: in their order, one at a time. Those that nobody has
 * decided wait here.
 */
final class NoteFirings {

  private static final Logger LOGGER = LoggerFactory.getLogger(NoteFirings.class);

  private final String noteId;
  private final FiringClaims claims;
  private final Surroundings around;

  /** What has come due, by scheduled time. */
  private final TreeSet<Long> due = new TreeSet<>();

  /** A thread decides, or runs. */
  private boolean working;

  /** Something happened while it did. */
  private boolean again;

  private boolean rechecks;
  private FiringRun run;

  NoteFirings(String noteId, FiringClaims claims, Surroundings around) {
    this.noteId = noteId;
    this.claims = claims;
    this.around = around;
  }

  /** What a note's firings ask of what is around them; only {@link #run} blocks. */
  interface Surroundings {
    /** Calls {@link NoteFirings#attend} on another thread. */
    void attendSoon(NoteFirings firings);

    /** Calls {@link NoteFirings#recheck} after a while. */
    void recheckLater(NoteFirings firings);

    /** Runs the note as its schedule does, to its end. */
    void run(String noteId);

    /** Asks the server to decide the firing. */
    void ask(String server, String noteId, long time);
  }

  /**
   * The note's schedule has come to a point on this server.
   *
   * @return true when the calling thread is to run the note, and to call {@link #ended} after it
   */
  boolean comes(long time) {
    FiringRun running;
    synchronized (this) {
      running = run;
      if (running == null) {
        due.add(time);
        if (working) {
          again = true;
          return false;
        }
        working = true;
      }
    }
    if (running != null) {
      if (!claims.skip(running, time)) {
        add(time);
      }
      return false;
    }
    return advance(false);
  }

  /** Another server says that a firing has come due, or one was left. */
  void add(long time) {
    synchronized (this) {
      if (run != null && run.time() == time) {
        return;
      }
      due.add(time);
    }
    around.attendSoon(this);
  }

  /** Something has changed that may decide what waits. */
  void changed() {
    synchronized (this) {
      if (due.isEmpty()) {
        return;
      }
      again = working;
      if (working) {
        return;
      }
    }
    around.attendSoon(this);
  }

  /** Looks again at what waits; the owner may not have heard of it. */
  void recheck() {
    synchronized (this) {
      rechecks = false;
    }
    attend(true);
  }

  void attend() {
    attend(false);
  }

  private void attend(boolean ask) {
    synchronized (this) {
      if (working) {
        again = true;
        return;
      }
      working = true;
    }
    while (advance(ask)) {
      try {
        around.run(noteId);
      } finally {
        endRun();
      }
    }
  }

  /** The run is about to give a paragraph to an interpreter. */
  void begins() throws IOException {
    FiringRun present;
    synchronized (this) {
      present = run;
    }
    if (present != null) {
      claims.begin(present);
    }
  }

  /** The run that {@link #comes} asked for is over. */
  void ended() {
    endRun();
    boolean more;
    synchronized (this) {
      working = false;
      more = !due.isEmpty();
    }
    if (more) {
      around.attendSoon(this);
    }
  }

  private void endRun() {
    FiringRun over;
    synchronized (this) {
      over = run;
      run = null;
    }
    if (over != null) {
      claims.end(over);
    }
  }

  /**
   * Decides what is due, in order. The calling thread is the one that works.
   *
   * @return true when it has to run the note now; false when it works no more
   */
  private boolean advance(boolean ask) {
    while (true) {
      long time;
      synchronized (this) {
        forgetLate();
        if (due.isEmpty()) {
          working = false;
          return false;
        }
        time = due.first();
        again = false;
      }
      FiringClaims.Outcome outcome = claims.decide(noteId, time);
      synchronized (this) {
        Optional<FiringRun> taken = outcome.run();
        if (taken.isPresent()) {
          run = taken.get();
          due.remove(run.time());
          return true;
        }
        if (!outcome.open()) {
          due.remove(time);
          continue;
        }
        if (again) {
          continue;
        }
        working = false;
        if (!rechecks) {
          rechecks = true;
          around.recheckLater(this);
        }
      }
      if (ask) {
        outcome.other().ifPresent(other -> around.ask(other, noteId, time));
      }
      return false;
    }
  }

  private void forgetLate() {
    int before = due.size();
    if (before > 1) {
      due.headSet(due.last() - FiringChange.LATE_MILLIS, true).clear();
    }
    if (due.size() < before) {
      LOGGER.warn(
          "{} firings of note {} are more than {} ms late and are not made up",
          before - due.size(),
          noteId,
          FiringChange.LATE_MILLIS);
    }
  }
}
