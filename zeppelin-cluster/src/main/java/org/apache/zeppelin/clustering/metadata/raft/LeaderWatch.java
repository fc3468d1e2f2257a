// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a crash of the leader's process at once, instead of after an election timeout. A request
 * is kept pending at the leader; the connection that carries it breaks with the process, and a host
 * that then refuses connections says that the process is gone. A leader that is paused, or cut off,
 * breaks nothing: that is left to the election timeout.
 */
final class LeaderWatch {

  /** What this server knows of the leader, and can do about its loss. */
  interface Voter {

    /** Empty while none is known, and on the leader itself. */
    Optional<String> leader();

    /** Stands for election at once, unless somebody leads in place of that leader by now. */
    void stand(String lostLeader);
  }

  /** The connections of a process break some time before its port is closed. */
  private static final int INQUIRIES = 5;

  private static final int INQUIRE_AGAIN_MILLIS = 20;
  private static final int HOLD_AGAIN_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(LeaderWatch.class);

  private final Voter voter;
  private final Function<String, CompletableFuture<?>> hold;
  private final Predicate<String> refuses;
  private final Function<String, Optional<Integer>> turn;
  private final ScheduledExecutorService thread = Threads.scheduler("metadata-leader-watch");

  /** At whom a request is pending; for that thread alone. */
  private String held = "";

  /**
   * @param hold a request to that server that stays unanswered while it leads, or for some seconds
   * @param refuses whether that server's host says that nobody listens there; may block
   * @param turn see {@link CrashedLeader#refuses}
   */
  LeaderWatch(
      Voter voter,
      Function<String, CompletableFuture<?>> hold,
      Predicate<String> refuses,
      Function<String, Optional<Integer>> turn) {
    this.voter = voter;
    this.hold = hold;
    this.refuses = refuses;
    this.turn = turn;
  }

  /** Another server may lead. Does not block. */
  void moved() {
    after(0, this::look);
  }

  void close() {
    thread.shutdownNow();
  }

  private void look() {
    Optional<String> leader = voter.leader();
    if (leader.isPresent() && !leader.get().equals(held)) {
      String now = leader.get();
      held = now;
      hold.apply(now).whenComplete((answer, failure) -> after(0, () -> ended(now)));
    }
  }

  private void ended(String leader) {
    if (leader.equals(held)) {
      held = "";
    }
    inquire(leader, INQUIRIES);
    after(HOLD_AGAIN_MILLIS, this::look);
  }

  private void inquire(String leader, int inquiries) {
    if (inquiries == 0 || succeeded(leader)) {
      return;
    }
    if (refuses.test(leader)) {
      turn.apply(leader).ifPresent(millis -> after(millis, () -> stand(leader)));
    } else {
      after(INQUIRE_AGAIN_MILLIS, () -> inquire(leader, inquiries - 1));
    }
  }

  private void stand(String leader) {
    if (!succeeded(leader)) {
      LOG.info("Leader {} has crashed, its host refuses connections: stand for election", leader);
      voter.stand(leader);
    }
  }

  private boolean succeeded(String leader) {
    return voter.leader().filter(leader::equals).isEmpty();
  }

  private void after(int millis, Runnable task) {
    try {
      thread.schedule(() -> logged(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed: no leader is watched any more", e);
    }
  }

  private static void logged(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("The watch of the leader failed; its loss is left to the election timeout", e);
    }
  }
}
