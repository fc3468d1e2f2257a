// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.junit.Test;

public class ArrivalTest {

  private static Told told(long term, String... voters) {
    return new Told("a", Membership.of(List.of(voters), List.of()), term, 10);
  }

  private static final Told WAITING =
      new Told("x", Membership.of(List.of(), List.of("x")), Told.NOT_LEADING, 10);

  @Test
  public void withoutAnyClusterOneIsFormed() {
    assertEquals(Arrival.FORM, Arrival.of("d", false, List.of()));
    assertEquals(
        "others who begin as well",
        Arrival.FORM,
        Arrival.of("d", false, List.of(told(Told.NOT_LEADING, "a", "b", "d"))));
    assertEquals("one that waits", Arrival.FORM, Arrival.of("d", false, List.of(WAITING)));
  }

  @Test
  public void whereThereIsAClusterNoneIsFormed() {
    assertEquals(Arrival.JOIN, Arrival.of("d", false, List.of(told(3, "a", "b", "c"))));
    assertEquals(
        "without its leader",
        Arrival.JOIN,
        Arrival.of("d", false, List.of(told(Told.NOT_LEADING, "a", "b", "c"))));
    assertEquals(
        "an emptied server does not vote before the leader has come to it",
        Arrival.JOIN,
        Arrival.of("d", false, List.of(told(3, "a", "b", "d"))));
  }

  @Test
  public void aMemberReturnsUnlessTheLeaderKnowsItNoMore() {
    assertEquals(Arrival.RETURN, Arrival.of("d", true, List.of()));
    assertEquals(Arrival.RETURN, Arrival.of("d", true, List.of(told(3, "a", "b", "d"))));
    assertEquals(
        "another that was away may know less",
        Arrival.RETURN,
        Arrival.of("d", true, List.of(told(Told.NOT_LEADING, "a", "b", "c"))));
    assertEquals(
        Arrival.REMOVED,
        Arrival.of(
            "d", true, List.of(told(Told.NOT_LEADING, "a", "b", "d"), told(3, "a", "b", "c"))));
  }
}
