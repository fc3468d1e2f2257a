// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hurries what waits for this server to hear that an entry is committed. Ratis's leader tells its
 * followers so with the next entry, or with the next heartbeat, which may be hundreds of
 * milliseconds away; so the leader is asked to tell, once the entry itself is on the disk here, and
 * not before: see {@link Appenders}.
 */
final class Nudge {

  private static final Logger LOG = LoggerFactory.getLogger(Nudge.class);

  /** Together half a second, more than a heartbeat. */
  private static final int TIMES = 9;

  private final ScheduledExecutorService clock;
  private final LongSupplier stored;
  private final Supplier<? extends CompletableFuture<?>> asksLeader;
  private final long afterMillis;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /**
   * @param stored up to which index this server has the log on its disk
   * @param asksLeader has it tell; may come to nothing
   * @param afterMillis how long what waits is left to itself, and again twice as long after each
   *     try
   */
  Nudge(
      ScheduledExecutorService clock,
      LongSupplier stored,
      Supplier<? extends CompletableFuture<?>> asksLeader,
      long afterMillis) {
    this.clock = clock;
    this.stored = stored;
    this.asksLeader = asksLeader;
    this.afterMillis = afterMillis;
  }

  /** Gives back what waits for that index. Those that wait at one moment share a question. */
  <T> CompletableFuture<T> hurry(CompletableFuture<T> waiting, long index) {
    look(waiting, index, 0);
    return waiting;
  }

  private void look(CompletableFuture<?> waiting, long index, int times) {
    if (waiting.isDone() || times == TIMES) {
      return;
    }
    try {
      clock.schedule(
          () -> nudge(waiting, index, times), afterMillis << times, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed: nothing is hurried any more", e);
    }
  }

  private void nudge(CompletableFuture<?> waiting, long index, int times) {
    if (!waiting.isDone() && stored.getAsLong() >= index && underWay.compareAndSet(false, true)) {
      asksLeader.get().whenComplete((result, failure) -> underWay.set(false));
    }
    look(waiting, index, times + 1);
  }
}
