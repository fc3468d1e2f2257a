// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class AskingTurnsTest {

  private static final List<String> VOTERS = List.of("a", "b");

  private final AskingTurns turns = new AskingTurns(3);

  private static List<String> listeners(int count) {
    return IntStream.range(0, count).mapToObj(i -> "l" + i).collect(Collectors.toList());
  }

  private Set<String> take(List<String> listeners) {
    Set<String> all = new HashSet<>(VOTERS);
    all.addAll(listeners);
    List<String> turn = turns.take(all, VOTERS);
    assertEquals("nobody twice: " + turn, turn.size(), Set.copyOf(turn).size());
    assertTrue(turn.containsAll(VOTERS));
    return Set.copyOf(turn);
  }

  @Test
  public void fewAreAllAskedEveryTime() {
    for (int count = 0; count <= 3; count++) {
      for (int round = 0; round < 4; round++) {
        assertEquals(VOTERS.size() + count, take(listeners(count)).size());
      }
    }
  }

  @Test
  public void ofManyEachHasItsTurn() {
    List<String> listeners = listeners(10);
    Set<String> asked = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      Set<String> turn = take(listeners);
      assertEquals(VOTERS.size() + 3, turn.size());
      asked.addAll(turn);
    }
    assertTrue(asked.containsAll(listeners));
  }

  @Test
  public void goesOnWhenTheyBecomeFewer() {
    take(listeners(10));
    take(listeners(10));
    assertEquals(VOTERS.size() + 2, take(listeners(2)).size());
    assertEquals(VOTERS.size(), take(List.of()).size());
  }
}
