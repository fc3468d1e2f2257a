// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;

public class LeaderWatchTest {

  private volatile Optional<String> leader = Optional.of("a:1");
  private volatile boolean refused;
  private volatile Optional<Integer> turn = Optional.of(0);
  private final List<String> turns = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> stood = new LinkedBlockingQueue<>();
  private final BlockingQueue<CompletableFuture<Void>> held = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> probed = new LinkedBlockingQueue<>();
  private final LeaderWatch watch =
      new LeaderWatch(
          new LeaderWatch.Voter() {
            @Override
            public Optional<String> leader() {
              return leader;
            }

            @Override
            public void stand(String lostLeader) {
              stood.add(lostLeader);
            }
          },
          server -> {
            CompletableFuture<Void> request = new CompletableFuture<>();
            held.add(request);
            return request;
          },
          server -> {
            probed.add(server);
            return refused;
          },
          server -> {
            turns.add(server);
            return turn;
          });

  @After
  public void close() {
    watch.close();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(30, TimeUnit.SECONDS);
    assertTrue("nothing came in half a minute", next != null);
    return next;
  }

  @Test
  public void standsWhenTheConnectionBreaksAndTheHostRefuses() throws Exception {
    watch.moved();
    CompletableFuture<Void> request = next(held);
    assertTrue(stood.isEmpty());
    refused = true;
    request.completeExceptionally(new IllegalStateException("broken"));
    assertEquals("a:1", next(stood));
    assertEquals(List.of("a:1"), turns);
  }

  @Test
  public void aHostThatGoesOnAnsweringIsLeftAloneAndWatchedAgain() throws Exception {
    watch.moved();
    next(held).completeExceptionally(new IllegalStateException("broken"));
    CompletableFuture<Void> again = next(held);
    assertTrue(probed.toString(), probed.size() >= 5);
    assertTrue(stood.isEmpty());
    refused = true;
    again.completeExceptionally(new IllegalStateException("broken"));
    assertEquals("a:1", next(stood));
  }

  @Test
  public void aPortThatIsClosedAMomentLaterIsNoticed() throws Exception {
    watch.moved();
    next(held).completeExceptionally(new IllegalStateException("broken"));
    next(probed);
    refused = true;
    assertEquals("a:1", next(stood));
  }

  @Test
  public void nobodyStandsAgainstASuccessor() throws Exception {
    watch.moved();
    CompletableFuture<Void> first = next(held);
    refused = true;
    leader = Optional.of("b:1");
    first.completeExceptionally(new IllegalStateException("broken"));
    // It watches the successor next.
    CompletableFuture<Void> second = next(held);
    assertTrue(probed.isEmpty());
    second.completeExceptionally(new IllegalStateException("broken"));
    assertEquals("b:1", next(stood));
    assertTrue(stood.isEmpty());
  }

  @Test
  public void whoHasNoTurnDoesNotStand() throws Exception {
    turn = Optional.empty();
    refused = true;
    watch.moved();
    next(held).completeExceptionally(new IllegalStateException("broken"));
    next(held);
    assertEquals(List.of("a:1"), turns);
    assertTrue(stood.isEmpty());
  }

  @Test
  public void onlyOneRequestIsPending() throws Exception {
    watch.moved();
    next(held);
    watch.moved();
    watch.moved();
    leader = Optional.of("b:1");
    watch.moved();
    next(held);
    assertTrue(held.isEmpty());
  }
}
