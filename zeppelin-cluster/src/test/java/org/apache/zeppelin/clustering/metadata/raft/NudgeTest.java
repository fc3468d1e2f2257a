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

  private final ScheduledExecutorService clock = mock(ScheduledExecutorService.class);
  private final List<Runnable> due = new ArrayList<>();
  private final List<CompletableFuture<Void>> entries = new ArrayList<>();
  private final Nudge nudge =
      new Nudge(
          clock,
          () -> {
            entries.add(new CompletableFuture<>());
            return entries.get(entries.size() - 1);
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
    assertSame(there, nudge.hurry(there));
    assertEquals(List.of(), due);
    CompletableFuture<String> soon = nudge.hurry(new CompletableFuture<>());
    soon.complete("x");
    due.get(0).run();
    assertEquals(0, entries.size());
  }

  @Test
  public void whatWaitsTogetherSharesAnEntry() {
    nudge.hurry(new CompletableFuture<>());
    nudge.hurry(new CompletableFuture<>());
    due.forEach(Runnable::run);
    assertEquals(1, entries.size());
    entries.get(0).completeExceptionally(new IllegalStateException("no leader"));
    nudge.hurry(new CompletableFuture<>());
    due.get(2).run();
    assertEquals("the next one has another", 2, entries.size());
  }

  @Test
  public void afterTheCloseNothingIsHurried() {
    when(clock.schedule(any(Runnable.class), anyLong(), any()))
        .thenThrow(new RejectedExecutionException());
    CompletableFuture<String> waiting = new CompletableFuture<>();
    assertSame(waiting, nudge.hurry(waiting));
  }
}
