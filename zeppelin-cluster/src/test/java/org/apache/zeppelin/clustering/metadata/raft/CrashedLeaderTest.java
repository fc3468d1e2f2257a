// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

public class CrashedLeaderTest {

  private static final List<String> VOTERS = List.of("c:1", "a:1", "d:1", "b:1");

  @Test
  public void everyVoterThatIsLeftHasATurnOfItsOwn() {
    Set<Integer> turns = new TreeSet<>();
    for (String voter : List.of("a:1", "b:1", "d:1")) {
      turns.add(new CrashedLeader(voter).refuses("c:1", VOTERS).get());
    }
    assertEquals(3, turns.size());
    assertTrue(turns.toString(), turns.contains(0));
  }

  @Test
  public void whoDoesNotVoteDoesNotStand() {
    assertEquals(Optional.empty(), new CrashedLeader("listener:1").refuses("a:1", VOTERS));
    assertEquals(Optional.empty(), new CrashedLeader("a:1").refuses("a:1", VOTERS));
  }

  @Test
  public void aLeaderThatNeverAnswersIsTakenForCrashedOnce() {
    CrashedLeader crashed = new CrashedLeader("a:1");
    assertTrue(crashed.refuses("b:1", VOTERS).isPresent());
    assertEquals(Optional.empty(), crashed.refuses("b:1", VOTERS));
    assertTrue(crashed.refuses("c:1", VOTERS).isPresent());
    crashed.answers("b:1");
    assertTrue(crashed.refuses("b:1", VOTERS).isPresent());
    assertEquals(Optional.empty(), crashed.refuses("c:1", VOTERS));
  }
}
