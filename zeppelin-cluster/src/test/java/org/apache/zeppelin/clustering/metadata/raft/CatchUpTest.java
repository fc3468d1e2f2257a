// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.junit.Test;

public class CatchUpTest {

  private final CatchUp catchUp = new CatchUp(10);

  private static Told leader(long committed) {
    return new Told("a", Membership.of(List.of("a", "b", "c"), List.of()), 3, committed);
  }

  @Test
  public void whoStandsStillBehindTheLeaderIsStuck() {
    assertFalse(catchUp.stuck(0, 5, leader(9)));
    assertFalse(catchUp.stuck(9, 5, leader(12)));
    assertTrue(catchUp.stuck(10, 5, leader(13)));
  }

  @Test
  public void whoMovesIsNot() {
    assertFalse(catchUp.stuck(0, 5, leader(9)));
    assertFalse(catchUp.stuck(9, 6, leader(12)));
    assertFalse(catchUp.stuck(15, 6, leader(13)));
    assertTrue(catchUp.stuck(19, 6, leader(13)));
  }

  @Test
  public void norIsWhoHasAll() {
    assertFalse(catchUp.stuck(0, 5, leader(9)));
    assertFalse(catchUp.stuck(5, 9, leader(9)));
    assertFalse(catchUp.stuck(15, 9, leader(10)));
    assertTrue(catchUp.stuck(25, 9, leader(10)));
  }

  @Test
  public void itIsSaidAgainAfterTheSameTime() {
    assertFalse(catchUp.stuck(0, -1, leader(9)));
    assertTrue(catchUp.stuck(10, -1, leader(9)));
    assertFalse(catchUp.stuck(19, -1, leader(9)));
    assertTrue(catchUp.stuck(20, -1, leader(9)));
  }

  @Test
  public void whatOthersSayThanTheLeaderDoesNotCount() {
    Told follower =
        new Told("b", Membership.of(List.of("a", "b"), List.of()), Told.NOT_LEADING, 100);
    assertFalse(catchUp.stuck(0, 5, follower));
    assertFalse(catchUp.stuck(20, 5, follower));
  }
}
