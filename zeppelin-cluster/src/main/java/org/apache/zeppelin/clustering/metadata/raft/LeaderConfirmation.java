// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.MetadataException;

/**
 * Tells a leader whether it still leads, by a {@link TermRound}: a round trip to a majority, and no
 * entry of the log.
 */
final class LeaderConfirmation {

  private final String self;
  private final LongSupplier leadingTerm;
  private final LongSupplier committed;
  private final Supplier<List<Set<String>>> electorates;
  private final Function<String, CompletableFuture<Long>> termOf;
  private final Function<Runnable, Future<?>> later;
  private final AskingOrder order = new AskingOrder();

  /**
   * @param self this server
   * @param leadingTerm the term in which it leads and is ready, or {@link LeaderRole#NOT_LEADING}
   * @param committed up to which index of the log entries are known here to be committed
   * @param electorates the voters, and while the membership changes the former ones besides
   * @param termOf asks a voter for its term; does not block
   * @param later has that done when the voters that were asked should have answered long ago
   */
  LeaderConfirmation(
      String self,
      LongSupplier leadingTerm,
      LongSupplier committed,
      Supplier<List<Set<String>>> electorates,
      Function<String, CompletableFuture<Long>> termOf,
      Function<Runnable, Future<?>> later) {
    this.self = self;
    this.leadingTerm = leadingTerm;
    this.committed = committed;
    this.electorates = electorates;
    this.termOf = termOf;
    this.later = later;
  }

  /**
   * An index of the log up to which everything is that was committed before the call.
   *
   * @return fails with {@link MetadataException} when this server does not lead, or cannot know
   */
  CompletableFuture<Long> confirm() {
    long term = leadingTerm.getAsLong();
    if (term == LeaderRole.NOT_LEADING) {
      return CompletableFuture.failedFuture(new MetadataException(self + " does not lead"));
    }
    // Before anybody is asked: what a later leader commits is not in it.
    long index = committed.getAsLong();
    Asking asking = new Asking(term, index);
    asking.begin();
    return asking.confirmed;
  }

  /**
   * The same without asking anybody, when the asker's own term is enough for a majority.
   *
   * @param asker who asks; counts if it is a voter
   * @param askersTerm its term at some moment after what it asks for had begun
   * @return empty when others have to be asked, or this server does not lead
   */
  Optional<Long> confirmedBy(String asker, long askersTerm) {
    long term = leadingTerm.getAsLong();
    if (term == LeaderRole.NOT_LEADING) {
      return Optional.empty();
    }
    long index = committed.getAsLong();
    TermRound round = new TermRound(term, self, electorates.get());
    TermRound.Verdict verdict = round.heard(asker, askersTerm);
    return verdict == TermRound.Verdict.CONFIRMED && leadingTerm.getAsLong() == term
        ? Optional.of(index)
        : Optional.empty();
  }

  /** One round: it asks as few as can confirm it, and the others when one of these does not. */
  private final class Asking {

    private final long term;
    private final long index;
    private final TermRound round;
    private final List<String> voters;
    private final CompletableFuture<Long> confirmed = new CompletableFuture<>();
    private final Set<String> unanswered = new HashSet<>();
    private int asked;

    Asking(long term, long index) {
      this.term = term;
      this.index = index;
      round = new TermRound(term, self, electorates.get());
      voters = order.of(round.others());
    }

    void begin() {
      settle(round.verdict());
      ask(round.enough(voters).size());
      if (!confirmed.isDone() && asked < voters.size()) {
        Future<?> timer = later.apply(this::waitedLong);
        confirmed.whenComplete((read, failure) -> timer.cancel(false));
      }
    }

    private void ask(int count) {
      List<String> next;
      synchronized (round) {
        next = voters.subList(asked, Math.max(asked, count));
        asked += next.size();
        unanswered.addAll(next);
      }
      for (String voter : next) {
        termOf.apply(voter).whenComplete((answer, failure) -> heard(voter, answer, failure));
      }
    }

    private void heard(String voter, Long votersTerm, Throwable failure) {
      TermRound.Verdict verdict;
      synchronized (round) {
        unanswered.remove(voter);
        verdict = failure == null ? round.heard(voter, votersTerm) : round.failed(voter);
      }
      settle(verdict);
      if (failure != null) {
        order.late(voter);
        askTheOthers();
      }
    }

    private void waitedLong() {
      synchronized (round) {
        unanswered.forEach(order::late);
      }
      askTheOthers();
    }

    private void askTheOthers() {
      if (!confirmed.isDone()) {
        ask(voters.size());
      }
    }

    private void settle(TermRound.Verdict verdict) {
      if (verdict == TermRound.Verdict.CONFIRMED && leadingTerm.getAsLong() == term) {
        confirmed.complete(index);
      } else if (verdict != TermRound.Verdict.OPEN) {
        confirmed.completeExceptionally(
            new MetadataException("It is not certain that " + self + " leads in term " + term));
      }
    }
  }
}
