// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class AskingTurnsTest {

  private static final List<String> VOTERS = List.of("a", "b", "c", "d");

  private final AskingTurns turns = new AskingTurns(6, 2, 3);

  private static List<String> listeners(int count) {
    return IntStream.range(0, count).mapToObj(i -> "l" + i).collect(Collectors.toList());
  }

  private Set<String> take(List<String> listeners, boolean votes) {
    Set<String> all = new HashSet<>(VOTERS);
    all.addAll(listeners);
    List<String> turn = turns.take(all, VOTERS, votes, false);
    assertEquals("nobody twice: " + turn, turn.size(), Set.copyOf(turn).size());
    assertTrue(all.containsAll(turn));
    return Set.copyOf(turn);
  }

  @Test
  public void fewAreAllAskedEveryTime() {
    for (int count = 0; count <= 2; count++) {
      for (boolean votes : new boolean[] {true, false}) {
        assertEquals(VOTERS.size() + count, take(listeners(count), votes).size());
      }
    }
  }

  @Test
  public void aVoterAsksAllVotersEveryTime() {
    List<String> listeners = listeners(10);
    Set<String> asked = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      Set<String> turn = take(listeners, true);
      assertEquals(VOTERS.size() + 3, turn.size());
      assertTrue(turn.containsAll(VOTERS));
      asked.addAll(turn);
    }
    assertTrue(asked.containsAll(listeners));
  }

  @Test
  public void eachOtherHasItsTurn() {
    List<String> listeners = listeners(10);
    Set<String> voters = new HashSet<>();
    Set<String> asked = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      Set<String> turn = take(listeners, false);
      assertEquals(2 + 3, turn.size());
      asked.addAll(turn);
      voters.addAll(turn);
      voters.retainAll(VOTERS);
      assertEquals(Math.min(4, 2 * (round + 1)), voters.size());
    }
    assertTrue(asked.containsAll(listeners));
  }

  @Test
  public void whoDoesNotVoteLeavesTurnsWhileAllIsWell() {
    List<String> all = listeners(10);
    List<Integer> asked = new ArrayList<>();
    for (int turn = 0; turn < 7; turn++) {
      asked.add(turns.take(all, List.of(), false, true).size());
    }
    assertEquals(List.of(3, 0, 0, 3, 0, 0, 3), asked);
    assertEquals("one is missing", 3, turns.take(all, List.of(), false, false).size());
    assertEquals("still", 3, turns.take(all, List.of(), false, false).size());
    assertEquals("all are back", 0, turns.take(all, List.of(), false, true).size());
    assertEquals("it votes now", 3, turns.take(all, List.of(), true, true).size());
    assertEquals("every time", 3, turns.take(all, List.of(), true, true).size());
    assertEquals("they are few", 2, turns.take(listeners(2), List.of(), false, true).size());
    assertEquals("every time", 2, turns.take(listeners(2), List.of(), false, true).size());
  }

  @Test
  public void goesOnWhenTheyBecomeFewer() {
    take(listeners(10), false);
    take(listeners(10), false);
    assertEquals(2 + 3, take(listeners(3), false).size());
    assertEquals(VOTERS.size() + 3, take(listeners(3), true).size());
    assertEquals(VOTERS.size(), take(List.of(), false).size());
  }
}
