// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.junit.Test;

/** What is too old is asked for again, and only that. */
public class FreshnessTest {

  private final List<CompletableFuture<Void>> asked = new ArrayList<>();
  private long now = -5;
  private final Freshness freshness =
      new Freshness(
          () -> {
            CompletableFuture<Void> point = new CompletableFuture<>();
            asked.add(point);
            return point;
          },
          () -> now);

  private void answer(int number) {
    asked.get(number).complete(null);
  }

  @Test
  public void theFirstAsks() {
    CompletableFuture<Void> first = freshness.within(100);
    assertFalse(first.isDone());
    answer(0);
    assertTrue(first.isDone());
  }

  @Test
  public void nobodyAsksWhileItIsRecent() {
    freshness.within(100);
    answer(0);
    now += 100;
    assertTrue(freshness.within(100).isDone());
    now += 1;
    assertFalse(freshness.within(100).isDone());
    assertEquals(2, asked.size());
  }

  @Test
  public void itIsAsOldAsTheQuestionNotAsTheAnswer() {
    freshness.within(100);
    now += 80;
    answer(0);
    now += 30;
    assertFalse(freshness.within(100).isDone());
  }

  @Test
  public void thoseWhoComeMeanwhileShareIt() {
    freshness.within(100);
    now += 50;
    CompletableFuture<Void> second = freshness.within(100);
    assertEquals(1, asked.size());
    answer(0);
    assertTrue(second.isDone());
  }

  @Test
  public void aQuestionThatBeganTooEarlyIsRepeated() {
    freshness.within(0);
    now += 50;
    CompletableFuture<Void> second = freshness.within(0);
    assertEquals(1, asked.size());
    answer(0);
    assertFalse(second.isDone());
    answer(1);
    assertTrue(second.isDone());
  }

  @Test
  public void aFailureReachesAllWhoWaitAndTheNextAsksAgain() {
    CompletableFuture<Void> first = freshness.within(100);
    CompletableFuture<Void> second = freshness.within(100);
    asked.get(0).completeExceptionally(new MetadataException("no majority"));
    assertTrue(first.isCompletedExceptionally());
    assertTrue(second.isCompletedExceptionally());
    CompletableFuture<Void> third = freshness.within(100);
    answer(1);
    assertTrue(third.isDone() && !third.isCompletedExceptionally());
  }
}
