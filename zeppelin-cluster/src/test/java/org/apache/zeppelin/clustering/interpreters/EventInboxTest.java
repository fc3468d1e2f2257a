// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zeppelin.clustering.rpc.wire.EventCall;
import org.junit.Test;

public class EventInboxTest {

  private static EventCall call(String sender, long sequence, byte... message) {
    return new EventCall("group", sender, sequence, ByteBuffer.wrap(message));
  }

  @Test
  public void aRepeatedEventCountsOnceAndGetsTheSameAnswer() {
    AtomicInteger taken = new AtomicInteger();
    EventInbox inbox = new EventInbox(m -> new byte[] {(byte) taken.incrementAndGet()}, 10);
    assertArrayEquals(new byte[] {1}, inbox.take(call("a", 1)));
    assertArrayEquals(new byte[] {1}, inbox.take(call("a", 1)));
    assertArrayEquals(new byte[] {2}, inbox.take(call("a", 2)));
    assertArrayEquals(new byte[] {3}, inbox.take(call("b", 1)));
    assertEquals(3, taken.get());
  }

  @Test
  public void aRepeatedEventWaitsForTheFirstThatIsStillTaken() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger taken = new AtomicInteger();
    EventInbox inbox =
        new EventInbox(
            m -> {
              taken.incrementAndGet();
              entered.countDown();
              await(release);
              return new byte[] {7};
            },
            10);
    CompletableFuture<byte[]> first = CompletableFuture.supplyAsync(() -> inbox.take(call("a", 1)));
    entered.await();
    CompletableFuture<byte[]> second =
        CompletableFuture.supplyAsync(() -> inbox.take(call("a", 1)));
    release.countDown();
    assertArrayEquals(new byte[] {7}, first.get());
    assertArrayEquals(new byte[] {7}, second.get());
    assertEquals(1, taken.get());
  }

  @Test
  public void anErrorIsToldEachTime() {
    EventInbox inbox =
        new EventInbox(
            m -> {
              throw new IllegalStateException("no such note");
            },
            10);
    assertThrows(IllegalStateException.class, () -> inbox.take(call("a", 1)));
    assertThrows(IllegalStateException.class, () -> inbox.take(call("a", 1)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
