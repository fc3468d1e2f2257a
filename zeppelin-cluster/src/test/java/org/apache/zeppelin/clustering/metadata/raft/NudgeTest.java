// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Test;

public class NudgeTest {

  private long stored = 10;
  private final ScheduledExecutorService clock = mock(ScheduledExecutorService.class);
  private final List<Runnable> due = new ArrayList<>();
  private final List<CompletableFuture<Void>> questions = new ArrayList<>();
  private final Nudge nudge =
      new Nudge(
          clock,
          () -> stored,
          () -> {
            questions.add(new CompletableFuture<>());
            return questions.get(questions.size() - 1);
          },
          5);

  @Before
  public void collectWhatIsDue() {
    when(clock.schedule(any(Runnable.class), anyLong(), eq(TimeUnit.MILLISECONDS)))
        .thenAnswer(
            call -> {
              due.add(call.getArgument(0));
              return null;
            });
  }

  @Test
  public void whatIsThereIsNotHurried() {
    CompletableFuture<String> there = CompletableFuture.completedFuture("x");
    assertSame(there, nudge.hurry(there, 10));
    assertEquals(List.of(), due);
    CompletableFuture<String> soon = nudge.hurry(new CompletableFuture<>(), 10);
    soon.complete("x");
    due.get(0).run();
    assertEquals(0, questions.size());
  }

  @Test
  public void whatWaitsTogetherSharesAQuestion() {
    nudge.hurry(new CompletableFuture<>(), 10);
    nudge.hurry(new CompletableFuture<>(), 10);
    List.copyOf(due).forEach(Runnable::run);
    assertEquals(1, questions.size());
    questions.get(0).completeExceptionally(new IllegalStateException("no leader"));
    nudge.hurry(new CompletableFuture<>(), 10);
    due.get(due.size() - 1).run();
    assertEquals("the next one has another", 2, questions.size());
  }

  @Test
  public void theLeaderIsNotAskedBeforeTheEntryIsHere() {
    CompletableFuture<String> waiting = nudge.hurry(new CompletableFuture<>(), 11);
    due.get(0).run();
    assertEquals(0, questions.size());
    stored = 11;
    due.get(1).run();
    assertEquals(1, questions.size());
    questions.get(0).complete(null);
    due.get(2).run();
    assertEquals("it may have come to nothing", 2, questions.size());
    waiting.complete("x");
    due.get(3).run();
    assertEquals(2, questions.size());
    assertEquals("and it is left alone then", 4, due.size());
  }

  @Test
  public void itIsGivenUpSomeTime() {
    nudge.hurry(new CompletableFuture<>(), 11);
    for (int i = 0; i < due.size(); i++) {
      due.get(i).run();
    }
    assertEquals(9, due.size());
  }

  @Test
  public void afterTheCloseNothingIsHurried() {
    when(clock.schedule(any(Runnable.class), anyLong(), any()))
        .thenThrow(new RejectedExecutionException());
    CompletableFuture<String> waiting = new CompletableFuture<>();
    assertSame(waiting, nudge.hurry(waiting, 10));
  }
}
