// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.state.Change;
import org.apache.zeppelin.clustering.metadata.state.MetadataState;

/**
 * Where the thread that applies leaves each new state, and where everybody else finds it: readers
 * at once, watches in order and each beside the others, waiters when it has come far enough.
 */
final class Feed {

  private final Executor callbacks;
  private final ExecutorService watching = Threads.growing("metadata-watch");
  private final List<WatchQueue> watches = new ArrayList<>();
  private final TreeMap<Long, List<CompletableFuture<MetadataState>>> waiters = new TreeMap<>();
  private volatile MetadataState state = MetadataState.empty();
  private boolean closed;

  /**
   * @param callbacks runs what depends on {@link #reached}
   */
  Feed(Executor callbacks) {
    this.callbacks = callbacks;
  }

  MetadataState state() {
    return state;
  }

  /** Called by the thread that applies; blocks for nobody's work. */
  void publish(MetadataState next, List<Change> changes) {
    Map<Long, List<CompletableFuture<MetadataState>>> reached;
    synchronized (this) {
      state = next;
      if (!changes.isEmpty()) {
        watches.forEach(watch -> watch.offer(changes));
      }
      Map<Long, List<CompletableFuture<MetadataState>>> head = waiters.headMap(next.index(), true);
      if (head.isEmpty() || closed) {
        return;
      }
      reached = new TreeMap<>(head);
      head.clear();
    }
    callbacks.execute(() -> reached.values().forEach(all -> all.forEach(f -> f.complete(next))));
  }

  /** The first state at or after the index that this server has applied. */
  CompletableFuture<MetadataState> reached(long index) {
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(new MetadataException("The metadata is closed"));
      }
      if (state.index() >= index) {
        return CompletableFuture.completedFuture(state);
      }
      CompletableFuture<MetadataState> future = new CompletableFuture<>();
      waiters.computeIfAbsent(index, key -> new ArrayList<>()).add(future);
      return future;
    }
  }

  synchronized WatchQueue watch(MetadataListener listener) {
    if (closed) {
      throw new MetadataException("The metadata of this server is closed: it has nothing to watch");
    }
    WatchQueue watch = new WatchQueue(listener, state, watching, this::remove);
    watches.add(watch);
    return watch;
  }

  private synchronized void remove(WatchQueue watch) {
    watches.remove(watch);
  }

  void close() {
    List<WatchQueue> open;
    List<CompletableFuture<MetadataState>> waiting = new ArrayList<>();
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(watches);
      waiters.values().forEach(waiting::addAll);
      waiters.clear();
    }
    open.forEach(WatchQueue::close);
    watching.shutdown();
    waiting.forEach(f -> f.completeExceptionally(new MetadataException("The metadata is closed")));
  }
}
