// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.Before;
import org.junit.Test;

public class CommitNewsTest {

  private final ScheduledExecutorService clock = mock(ScheduledExecutorService.class);
  private final List<Runnable> timers = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean leads = true;
  private final CommitNews news =
      new CommitNews(clock, () -> leads, () -> List.of("b", "c"), told::add, 1);

  @Before
  public void collectTimers() {
    when(clock.schedule(any(Runnable.class), anyLong(), any()))
        .thenAnswer(
            call -> {
              timers.add(call.getArgument(0));
              return null;
            });
  }

  private void timer() {
    assertEquals(1, timers.size());
    timers.remove(0).run();
  }

  @Test
  public void commitsThatComeTogetherAreToldOnce() {
    news.committed();
    news.committed();
    assertEquals(List.of(), told);
    timer();
    assertEquals(List.of("b", "c"), told);
    news.committed();
    news.committed();
    timer();
    assertEquals(List.of("b", "c", "b", "c"), told);
    timer();
    assertEquals("nothing is new", 4, told.size());
    assertEquals(List.of(), timers);
    news.committed();
    timer();
    assertEquals(6, told.size());
  }

  @Test
  public void whatIsCommittedWhileTheyAreToldIsToldAgain() {
    CommitNews[] itself = new CommitNews[1];
    itself[0] =
        new CommitNews(
            clock,
            () -> true,
            () -> List.of("b"),
            server -> {
              told.add(server);
              if (told.size() < 3) {
                itself[0].committed();
              }
              return true;
            },
            1);
    itself[0].committed();
    for (int turn = 1; turn <= 3; turn++) {
      timer();
      assertEquals(turn, told.size());
    }
    timer();
    assertEquals(3, told.size());
    assertEquals(List.of(), timers);
  }

  @Test
  public void whoDoesNotHaveItYetIsToldWhenHeHas() {
    Set<String> behind = new HashSet<>(Set.of("c"));
    CommitNews patient =
        new CommitNews(
            clock,
            () -> true,
            () -> List.of("b", "c"),
            server -> !behind.contains(server) && told.add(server),
            1);
    patient.committed();
    timer();
    timer();
    assertEquals(List.of("b"), told);
    behind.clear();
    timer();
    assertEquals(List.of("b", "c"), told);
    timer();
    assertEquals(List.of(), timers);

    behind.add("b");
    patient.committed();
    timer();
    assertEquals(List.of("b", "c", "c"), told);
    patient.committed();
    timer();
    assertEquals("the others are told of that", List.of("b", "c", "c", "c"), told);
    int turns = 0;
    while (!timers.isEmpty()) {
      timer();
      turns++;
    }
    assertTrue("for ever: " + turns, turns > 3 && turns < 600);
    assertEquals(4, told.size());
  }

  @Test
  public void oneThatCannotBeToldIsNotInTheWayOfTheOthers() {
    CommitNews brave =
        new CommitNews(
            clock,
            () -> true,
            () -> List.of("b", "c"),
            server -> {
              if (server.equals("b")) {
                throw new IllegalStateException("b");
              }
              return told.add(server);
            },
            1);
    for (int commit = 1; commit <= 2; commit++) {
      brave.committed();
      timer();
      assertEquals(commit, told.size());
      timer();
      assertEquals(List.of(), timers);
    }
  }

  @Test
  public void onlyALeaderTells() {
    leads = false;
    news.committed();
    assertEquals(List.of(), timers);
  }

  @Test
  public void onceClosedNobodyIsTold() {
    when(clock.schedule(any(Runnable.class), anyLong(), any()))
        .thenThrow(new RejectedExecutionException());
    news.committed();
    assertEquals(List.of(), told);
  }
}
