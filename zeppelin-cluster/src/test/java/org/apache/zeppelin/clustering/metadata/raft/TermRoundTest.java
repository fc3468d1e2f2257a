// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.apache.zeppelin.clustering.metadata.raft.TermRound.Verdict.CONFIRMED;
import static org.apache.zeppelin.clustering.metadata.raft.TermRound.Verdict.OPEN;
import static org.apache.zeppelin.clustering.metadata.raft.TermRound.Verdict.REFUTED;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

public class TermRoundTest {

  private static final Set<String> THREE = Set.of("a", "b", "c");
  private static final Set<String> FIVE = Set.of("a", "b", "c", "d", "e");
  private static final int TRIALS = 200_000;

  private static TermRound round(List<Set<String>> electorates) {
    return new TermRound(7, "a", electorates);
  }

  @Test
  public void oneServerNeedsNobody() {
    TermRound round = round(List.of(Set.of("a")));
    assertEquals(Set.of(), round.others());
    assertEquals(CONFIRMED, round.verdict());
  }

  @Test
  public void aMajorityWithItselfIsEnough() {
    TermRound round = round(List.of(FIVE));
    assertEquals(new TreeSet<>(Set.of("b", "c", "d", "e")), round.others());
    assertEquals(OPEN, round.verdict());
    assertEquals(OPEN, round.heard("b", 7));
    assertEquals("the same again counts once", OPEN, round.heard("b", 7));
    assertEquals("an older term is no other leader's", CONFIRMED, round.heard("c", 3));
  }

  @Test
  public void asFewAreEnoughAsMakeMajoritiesOfAllElectorates() {
    List<String> order = List.of("e", "d", "c", "b");
    assertEquals(List.of("e", "d"), round(List.of(FIVE)).enough(order));
    assertEquals(List.of("e", "d", "c"), round(List.of(FIVE, THREE)).enough(order));
    assertEquals(List.of(), round(List.of(Set.of("a"))).enough(List.of()));
    TermRound round = round(List.of(FIVE));
    round.heard("b", 7);
    assertEquals("one has agreed already", List.of("e"), round.enough(order));
  }

  @Test
  public void oneLaterTermRefutesEvenAMajority() {
    TermRound round = round(List.of(THREE));
    assertEquals(CONFIRMED, round.heard("b", 7));
    assertEquals(REFUTED, round.heard("c", 8));
    assertEquals(REFUTED, round(List.of(THREE)).heard("b", 8));
  }

  @Test
  public void tooFewAnswersRefute() {
    TermRound round = round(List.of(FIVE));
    assertEquals(OPEN, round.failed("b"));
    assertEquals(OPEN, round.failed("c"));
    assertEquals(REFUTED, round.failed("d"));
  }

  @Test
  public void whileMembersChangeBothMajoritiesAreNeeded() {
    TermRound round = round(List.of(THREE, Set.of("a", "d", "e")));
    assertEquals(OPEN, round.heard("b", 7));
    assertEquals(OPEN, round.heard("c", 7));
    assertEquals(CONFIRMED, round.heard("e", 7));
    TermRound lost = round(List.of(THREE, Set.of("a", "d", "e")));
    assertEquals(OPEN, lost.heard("b", 7));
    assertEquals(OPEN, lost.failed("d"));
    assertEquals(REFUTED, lost.failed("e"));
  }

  @Test
  public void aLeaderThatIsNoVoterDoesNotCount() {
    TermRound round = round(List.of(Set.of("b", "c", "d")));
    assertEquals(OPEN, round.heard("b", 7));
    assertEquals(CONFIRMED, round.heard("d", 7));
  }

  @Test
  public void withoutVotersNothingIsCertain() {
    assertEquals(REFUTED, round(List.of()).verdict());
  }

  /**
   * Voters give their votes to leaders of later terms at any moment, and answer the round at any
   * later or earlier one. A confirmed round never began after another had been elected.
   */
  @Test
  public void whoIsConfirmedWasTheNewestWhenTheRoundBegan() {
    Random random = new Random(1);
    int confirmed = 0;
    int refuted = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Set<String>> electorates = electorates(random);
      Set<String> voters = new TreeSet<>();
      electorates.forEach(voters::addAll);
      Map<String, Long> terms = new HashMap<>();
      voters.forEach(voter -> terms.put(voter, 7L));
      Map<Long, Set<String>> votes = new HashMap<>();
      // Some have happened already when the round begins.
      for (int i = random.nextInt(6); i > 0; i--) {
        vote(random, voters, terms, votes);
      }
      boolean electedBefore = elected(electorates, votes);
      TermRound round = round(electorates);
      List<String> unasked = new ArrayList<>(round.others());
      TermRound.Verdict verdict = round.verdict();
      while (verdict == OPEN && !unasked.isEmpty()) {
        if (random.nextBoolean()) {
          vote(random, voters, terms, votes);
        } else {
          String voter = unasked.remove(random.nextInt(unasked.size()));
          verdict =
              random.nextInt(5) == 0 ? round.failed(voter) : round.heard(voter, terms.get(voter));
        }
      }
      if (verdict == CONFIRMED) {
        confirmed++;
        assertFalse("trial " + trial, electedBefore);
      } else {
        refuted++;
      }
    }
    assertTrue(confirmed + " and " + refuted, confirmed > TRIALS / 10 && refuted > TRIALS / 10);
  }

  private static List<Set<String>> electorates(Random random) {
    switch (random.nextInt(4)) {
      case 0:
        return List.of(THREE);
      case 1:
        return List.of(FIVE);
      case 2:
        return List.of(Set.of("a", "b", "d"), THREE);
      default:
        return List.of(FIVE, THREE);
    }
  }

  /** A voter other than the leader gives its vote in a term after all that it knows. */
  private static void vote(
      Random random, Set<String> voters, Map<String, Long> terms, Map<Long, Set<String>> votes) {
    List<String> others = new ArrayList<>(voters);
    others.remove("a");
    String voter = others.get(random.nextInt(others.size()));
    long term = 8 + random.nextInt(3);
    if (term > terms.get(voter)) {
      terms.put(voter, term);
      votes.computeIfAbsent(term, t -> new HashSet<>()).add(voter);
    }
  }

  private static boolean elected(List<Set<String>> electorates, Map<Long, Set<String>> votes) {
    return votes.values().stream()
        .anyMatch(
            given ->
                electorates.stream()
                    .allMatch(
                        voters ->
                            voters.stream().filter(given::contains).count() > voters.size() / 2));
  }
}
