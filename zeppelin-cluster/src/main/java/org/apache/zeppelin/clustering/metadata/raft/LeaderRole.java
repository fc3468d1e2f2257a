// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.LeaderDuties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the leader's duties. Ratis tells of a change in several ways and of some not at
 * all, so each notice only makes us look, and we look now and then without one.
 */
final class LeaderRole {

  /** Notices come at once; this is for the changes of which Ratis tells nobody. */
  private static final int LOOK_EVERY_MILLIS = 200;

  static final long NOT_LEADING = -1;

  private static final Logger LOG = LoggerFactory.getLogger(LeaderRole.class);

  private final LeaderDuties duties;
  private final LongSupplier leadingTerm;
  private final ScheduledExecutorService thread = Threads.scheduler("metadata-leader");
  private volatile long startedTerm = NOT_LEADING;

  /**
   * @param leadingTerm the term in which this server leads and is ready, or {@link #NOT_LEADING}
   */
  LeaderRole(LeaderDuties duties, LongSupplier leadingTerm) {
    this.duties = duties;
    this.leadingTerm = leadingTerm;
  }

  void start() {
    thread.scheduleWithFixedDelay(
        this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Something changed; never blocks. */
  void notice() {
    try {
      thread.execute(this::look);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed: nobody looks any more", e);
    }
  }

  boolean started() {
    return startedTerm != NOT_LEADING;
  }

  /** The duties are started and Ratis says now that their term goes on. */
  boolean leads() {
    long term = startedTerm;
    return term != NOT_LEADING && term == leadingTerm.getAsLong();
  }

  LeaderDuties duties() {
    return duties;
  }

  /** Stops the duties if they are started; they never start again. */
  void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("The leader's duties did not return within 10 s and are left to themselves");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    become(NOT_LEADING);
  }

  private void look() {
    become(leadingTerm.getAsLong());
  }

  private void become(long term) {
    if (term == startedTerm) {
      return;
    }
    if (started()) {
      startedTerm = NOT_LEADING;
      LOG.info("This server does not lead the cluster any more");
      guarded(duties::stopped);
    }
    if (term != NOT_LEADING) {
      LOG.info("This server leads the cluster in term {}", term);
      guarded(() -> duties.started(term));
      startedTerm = term;
    }
  }

  private static void guarded(Runnable duty) {
    try {
      duty.run();
    } catch (RuntimeException e) {
      LOG.error("A leader's duty failed", e);
    }
  }
}
