// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.state.Change;
import org.apache.zeppelin.clustering.metadata.state.MetadataState;
import org.junit.Test;

public class WatchQueueTest {

  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final List<Long> heard = new ArrayList<>();
  private final List<WatchQueue> closed = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private final MetadataListener listener =
      new MetadataListener() {
        @Override
        public void skippedTo(long index) {
          heard.add(index);
          meanwhile.run();
        }
      };
  private final WatchQueue watch =
      new WatchQueue(listener, MetadataState.empty(), threads::add, closed::add);

  private static List<Change> changes(long... indices) {
    List<Change> changes = new ArrayList<>();
    for (long index : indices) {
      changes.add(Change.skippedTo(index));
    }
    return changes;
  }

  @Test
  public void takesAThreadOnlyWhileThereIsSomethingToTell() {
    assertEquals(0, threads.size());
    watch.offer(changes(1, 2));
    watch.offer(changes(3));
    assertEquals("one at a time", 1, threads.size());
    threads.remove().run();
    assertEquals(List.of(1L, 2L, 3L), heard);
    watch.offer(changes(4));
    assertEquals(1, threads.size());
    threads.remove().run();
    assertEquals(List.of(1L, 2L, 3L, 4L), heard);
    assertEquals(0, threads.size());
  }

  @Test
  public void whatComesMeanwhileIsToldByTheSameThread() {
    meanwhile =
        () -> {
          meanwhile = () -> {};
          watch.offer(changes(2, 3));
        };
    watch.offer(changes(1));
    threads.remove().run();
    assertEquals(List.of(1L, 2L, 3L), heard);
    assertEquals(0, threads.size());
  }

  @Test
  public void aListenerThatThrowsIsToldTheNextChange() {
    meanwhile =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    watch.offer(changes(1, 2));
    threads.remove().run();
    assertEquals(List.of(1L, 2L), heard);
  }

  @Test
  public void noCallBeginsAfterTheClose() {
    watch.offer(changes(1, 2));
    watch.close();
    threads.remove().run();
    watch.offer(changes(3));
    assertEquals(List.of(), heard);
    assertEquals(0, threads.size());
    assertEquals(List.of(watch), closed);
  }

  @Test
  public void theOrderIsKeptOnManyThreads() throws Exception {
    int count = 20_000;
    ExecutorService pool = Executors.newFixedThreadPool(4);
    CountDownLatch last = new CountDownLatch(1);
    List<Long> told = new ArrayList<>();
    MetadataListener counting =
        new MetadataListener() {
          @Override
          public void skippedTo(long index) {
            told.add(index);
            if (index == count) {
              last.countDown();
            }
          }
        };
    WatchQueue many = new WatchQueue(counting, MetadataState.empty(), pool, w -> {});
    try {
      for (long index = 1; index <= count; index++) {
        many.offer(changes(index));
        if (index % 100 == 0) {
          Thread.yield();
        }
      }
      assertTrue(last.await(60, TimeUnit.SECONDS));
    } finally {
      pool.shutdown();
    }
    assertEquals(
        IntStream.rangeClosed(1, count).mapToObj(i -> (long) i).collect(Collectors.toList()), told);
  }
}
