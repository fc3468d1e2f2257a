// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the leader tell the others what is committed. Ratis's leader tells them so with the next
 * entry, or with the next heartbeat, which may be hundreds of milliseconds away. By default it
 * writes an entry for nothing but that, which every server has on its disk before the next one:
 * twice the entries, and twice the time of the disk. So those are off, and the others are told by a
 * heartbeat out of turn: at once after a pause, and then one for all commits of some milliseconds.
 * Who does not have the entry yet is told later.
 */
final class CommitNews {

  private static final Logger LOG = LoggerFactory.getLogger(CommitNews.class);

  /** Together less than what is between heartbeats to who does not vote; later they tell of it. */
  private static final int MAX_TRIES = 590;

  private final ScheduledExecutorService clock;
  private final BooleanSupplier leads;
  private final Supplier<? extends Collection<String>> others;
  private final Predicate<String> tell;
  private final long pauseMillis;
  private final AtomicReference<State> state = new AtomicReference<>(State.QUIET);

  /** Of its timer's thread alone, as is how often they were tried. */
  private Collection<String> late = List.of();

  private int tries;

  private enum State {
    QUIET,
    /** They were told a moment ago. */
    TOLD,
    /** Something was committed since. */
    BEHIND
  }

  /**
   * @param leads whether this server does
   * @param tell tells one of the others; false when it is to be told later; does not block
   * @param pauseMillis from one turn to the next, at least
   */
  CommitNews(
      ScheduledExecutorService clock,
      BooleanSupplier leads,
      Supplier<? extends Collection<String>> others,
      Predicate<String> tell,
      long pauseMillis) {
    this.clock = clock;
    this.leads = leads;
    this.others = others;
    this.tell = tell;
    this.pauseMillis = pauseMillis;
  }

  /** Something was committed. Does not block. */
  void committed() {
    if (!leads.getAsBoolean()) {
      return;
    }
    State before = state.getAndUpdate(now -> now == State.QUIET ? State.TOLD : State.BEHIND);
    if (before == State.QUIET) {
      later(this::tellAll, 0);
    }
  }

  private void later(Runnable task, long millis) {
    try {
      clock.schedule(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed: another leader tells", e);
    }
  }

  private void tellAll() {
    tries = 0;
    late = others.get();
    tellTheLate();
  }

  private void tellTheLate() {
    late = late.stream().filter(this::isLate).collect(Collectors.toList());
    later(this::pauseOver, pauseMillis);
  }

  /** Whatever is wrong with one, the others are told, and all are the next time. */
  private boolean isLate(String server) {
    try {
      return !tell.test(server);
    } catch (RuntimeException e) {
      LOG.warn("{} hears of what is committed with the next heartbeat", server, e);
      return false;
    }
  }

  private void pauseOver() {
    if (state.compareAndSet(State.BEHIND, State.TOLD)) {
      tellAll();
    } else if (!late.isEmpty() && ++tries < MAX_TRIES) {
      tellTheLate();
    } else if (!state.compareAndSet(State.TOLD, State.QUIET)) {
      pauseOver();
    }
  }
}
