// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One round of a leader asking the voters for their terms, to find out whether it was still the
 * newest leader when the round began. A leader of a later term has the votes of a majority, and a
 * voter that gave its vote knows that term. So when a majority, asked after the round began, knows
 * of no later term, nobody had been elected since (Raft, Ongaro's dissertation, section 6.4, with a
 * question in the place of its heartbeat). No clock is involved.
 */
final class TermRound {

  enum Verdict {
    OPEN,
    CONFIRMED,
    /** There is a later term, or too few answer. */
    REFUTED
  }

  private final long term;
  private final List<Set<String>> electorates;
  private final Set<String> agreed = new HashSet<>();
  private final Set<String> lost = new HashSet<>();
  private boolean later;

  /**
   * @param term of the leader
   * @param self the leader
   * @param electorates the voters; two sets of them while the membership changes, of each of which
   *     a majority is needed
   */
  TermRound(long term, String self, List<Set<String>> electorates) {
    this.term = term;
    this.electorates = List.copyOf(electorates);
    agreed.add(self);
  }

  /** Whom it can ask. */
  Set<String> others() {
    Set<String> others = new TreeSet<>();
    electorates.forEach(others::addAll);
    others.removeAll(agreed);
    return others;
  }

  /** So many of them, from the first on, as are enough if they all agree. */
  List<String> enough(List<String> order) {
    Set<String> agreeing = new HashSet<>(agreed);
    int count = 0;
    while (count < order.size() && !confirmedBy(agreeing)) {
      agreeing.add(order.get(count++));
    }
    return order.subList(0, count);
  }

  Verdict heard(String voter, long votersTerm) {
    if (votersTerm > term) {
      later = true;
    } else {
      agreed.add(voter);
    }
    return verdict();
  }

  Verdict failed(String voter) {
    lost.add(voter);
    return verdict();
  }

  Verdict verdict() {
    if (later
        || electorates.isEmpty()
        || !electorates.stream().allMatch(voters -> majority(voters, lost, false))) {
      return Verdict.REFUTED;
    }
    return confirmedBy(agreed) ? Verdict.CONFIRMED : Verdict.OPEN;
  }

  private boolean confirmedBy(Set<String> agreeing) {
    return electorates.stream().allMatch(voters -> majority(voters, agreeing, true));
  }

  /** Are more than half of the voters among them, or not among them? */
  private static boolean majority(Set<String> voters, Set<String> them, boolean among) {
    return voters.stream().filter(voter -> them.contains(voter) == among).count()
        > voters.size() / 2;
  }
}
