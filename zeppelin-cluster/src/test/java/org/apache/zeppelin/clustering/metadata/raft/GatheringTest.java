// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.junit.Test;

/** Questions that can wait, and when one is asked for them. */
public class GatheringTest {

  private final List<CompletableFuture<Long>> asked = new ArrayList<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final Gathering gathering = new Gathering(this::ask, timers::add);

  private CompletableFuture<Long> ask() {
    asked.add(new CompletableFuture<>());
    return asked.get(asked.size() - 1);
  }

  @Test
  public void thoseOfOneTimeShareAQuestionThatIsAskedAtItsEnd() {
    CompletableFuture<Long> first = gathering.join();
    CompletableFuture<Long> second = gathering.join();
    assertEquals("one timer", 1, timers.size());
    assertTrue("nobody is asked before all have come", asked.isEmpty());
    timers.get(0).run();
    assertEquals(1, asked.size());
    asked.get(0).complete(7L);
    assertEquals(7L, (long) first.join());
    assertEquals(7L, (long) second.join());
  }

  @Test
  public void whoComesAfterTheQuestionWasPutHasAnother() {
    CompletableFuture<Long> early = gathering.join();
    timers.get(0).run();
    CompletableFuture<Long> late = gathering.join();
    asked.get(0).complete(7L);
    assertTrue(early.isDone());
    assertFalse("that answer may be of before it asked", late.isDone());
    timers.get(1).run();
    asked.get(1).complete(8L);
    assertEquals(8L, (long) late.join());
  }

  @Test
  public void aFailureIsTheirsAndNotThatOfTheNext() {
    CompletableFuture<Long> unlucky = gathering.join();
    timers.get(0).run();
    MetadataException why = new MetadataException("it does not lead");
    asked.get(0).completeExceptionally(why);
    assertSame(why, unlucky.handle((index, failure) -> failure).join());
    CompletableFuture<Long> next = gathering.join();
    timers.get(1).run();
    asked.get(1).complete(9L);
    assertEquals(9L, (long) next.join());
  }
}
