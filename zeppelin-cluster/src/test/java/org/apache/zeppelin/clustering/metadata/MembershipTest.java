// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class MembershipTest {

  private static List<String> servers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "s" + i + ":1")
        .collect(Collectors.toList());
  }

  @Test
  public void noMoreVoteThanMay() {
    Membership five = Membership.initial(servers(5), 3);
    assertEquals(Membership.of(servers(3), List.of("s4:1", "s5:1")), five);
    assertEquals(servers(3), five.with("s6:1", s -> true, 3).voters());
    assertEquals(List.of("s1:1", "s3:1", "s4:1"), five.without("s2:1", s -> true, 3).voters());
    assertEquals(1, Membership.initial(servers(5), 1).voters().size());
  }

  @Test
  public void anOddNumberVotesUpToSevenAndBothOfTwo() {
    int[] votes = {0, 1, 2, 3, 3, 5, 5, 7, 7, 7, 7, 7};
    for (int servers = 0; servers < votes.length; servers++) {
      assertEquals(
          servers + " servers",
          votes[servers],
          Membership.votersFor(servers, Membership.MAX_VOTERS));
    }
  }

  @Test
  public void aClusterBeginsTheSameWhateverTheOrderOfTheSetting() {
    List<String> shuffled = new ArrayList<>(servers(9));
    Collections.shuffle(shuffled, new Random(1));
    assertEquals(
        Membership.initial(servers(9), Membership.MAX_VOTERS),
        Membership.initial(shuffled, Membership.MAX_VOTERS));
    assertEquals(servers(7), Membership.initial(shuffled, Membership.MAX_VOTERS).voters());
    assertEquals(
        List.of("s8:1", "s9:1"), Membership.initial(shuffled, Membership.MAX_VOTERS).listeners());
  }

  @Test
  public void aFourthListensAndAFifthGivesBothAVote() {
    Membership four =
        Membership.initial(servers(3), Membership.MAX_VOTERS)
            .with("s4:1", s -> true, Membership.MAX_VOTERS);
    assertEquals(Membership.of(servers(3), List.of("s4:1")), four);
    assertEquals(
        Membership.of(servers(5), List.of()), four.with("s5:1", s -> true, Membership.MAX_VOTERS));
    assertEquals(
        "one that is not there gets no vote",
        Membership.of(List.of("s1:1", "s2:1", "s3:1", "s5:1"), List.of("s4:1")),
        four.with("s5:1", s -> false, Membership.MAX_VOTERS));
    assertEquals(four, four.with("s4:1", s -> true, Membership.MAX_VOTERS));
  }

  @Test
  public void aListenerTakesTheVoteOfWhoeverIsRemoved() {
    Membership eight = Membership.of(servers(7), List.of("s8:1"));
    Membership seven = eight.without("s2:1", s -> true, Membership.MAX_VOTERS);
    assertEquals(7, seven.voters().size());
    assertTrue(seven.votes("s8:1"));
    assertEquals(List.of(), seven.listeners());
    Membership nine = eight.with("s9:1", s -> true, Membership.MAX_VOTERS);
    assertEquals(
        List.of("s9:1"), nine.without("s8:1", s -> true, Membership.MAX_VOTERS).listeners());
    assertEquals(
        List.of("s8:1"),
        nine.without("s1:1", s -> s.equals("s9:1"), Membership.MAX_VOTERS).listeners());
  }

  @Test
  public void nobodyElseLosesAVote() {
    Random random = new Random(7);
    Membership members = Membership.initial(servers(3), Membership.MAX_VOTERS);
    int next = 4;
    for (int step = 0; step < 2_000; step++) {
      List<String> before = members.voters();
      boolean there = random.nextBoolean();
      if (members.all().size() < 12 && (members.all().size() < 3 || random.nextBoolean())) {
        members = members.with("s" + next++ + ":1", s -> there, Membership.MAX_VOTERS);
        assertTrue(members.voters().containsAll(before));
      } else {
        String leaves = members.all().get(random.nextInt(members.all().size()));
        members = members.without(leaves, s -> there, Membership.MAX_VOTERS);
        List<String> rest = new ArrayList<>(before);
        rest.remove(leaves);
        assertTrue(members.voters().containsAll(rest));
        assertTrue(!members.contains(leaves));
      }
      assertTrue(members.toString(), members.voters().size() <= Membership.MAX_VOTERS);
      assertTrue("one joined or left at a time", change(before, members.voters()) <= 3);
    }
  }

  private static int change(List<String> before, List<String> after) {
    return (int)
        (before.stream().filter(s -> !after.contains(s)).count()
            + after.stream().filter(s -> !before.contains(s)).count());
  }
}
