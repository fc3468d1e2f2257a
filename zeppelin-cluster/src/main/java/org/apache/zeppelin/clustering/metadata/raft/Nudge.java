// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hurries what waits for this server to hear that an entry is committed. Ratis's leader tells its
 * followers so with the next entry, or with the next heartbeat, which may be hundreds of
 * milliseconds away; so after a moment an entry that changes nothing is sent.
 */
final class Nudge {

  private static final Logger LOG = LoggerFactory.getLogger(Nudge.class);

  private final ScheduledExecutorService clock;
  private final Supplier<? extends CompletableFuture<?>> emptyEntry;
  private final long afterMillis;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /**
   * @param emptyEntry commits one
   * @param afterMillis how long what waits is left to itself
   */
  Nudge(
      ScheduledExecutorService clock,
      Supplier<? extends CompletableFuture<?>> emptyEntry,
      long afterMillis) {
    this.clock = clock;
    this.emptyEntry = emptyEntry;
    this.afterMillis = afterMillis;
  }

  /** Gives it back. Those that wait at one moment share an entry. */
  <T> CompletableFuture<T> hurry(CompletableFuture<T> waiting) {
    if (!waiting.isDone()) {
      try {
        clock.schedule(() -> nudge(waiting), afterMillis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("Closed: nothing is hurried any more", e);
      }
    }
    return waiting;
  }

  private void nudge(CompletableFuture<?> waiting) {
    if (!waiting.isDone() && underWay.compareAndSet(false, true)) {
      emptyEntry.get().whenComplete((result, failure) -> underWay.set(false));
    }
  }
}
