// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.state.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener with its queue and its thread: a slow one delays neither the log nor the others. A
 * listener that throws is told the next change all the same.
 */
final class WatchThread implements Watch {

  private static final Logger LOG = LoggerFactory.getLogger(WatchThread.class);

  /** Doubles with every warning, so that a listener that hangs does not fill the log. */
  private static final int FIRST_WARNING = 10_000;

  private final MetadataListener listener;
  private final MetadataView start;
  private final Consumer<WatchThread> onClose;
  private final Thread thread;
  private final Queue<Change> queue = new ArrayDeque<>();
  private int warnAt = FIRST_WARNING;
  private boolean closed;

  WatchThread(
      MetadataListener listener, MetadataView start, String name, Consumer<WatchThread> onClose) {
    this.listener = listener;
    this.start = start;
    this.onClose = onClose;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public MetadataView start() {
    return start;
  }

  synchronized void offer(List<Change> changes) {
    if (closed) {
      return;
    }
    queue.addAll(changes);
    if (queue.size() >= warnAt) {
      LOG.warn(
          "{} changes wait for the metadata listener {}: it takes too long or hangs",
          queue.size(),
          listener);
      warnAt *= 2;
    }
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      queue.clear();
      notifyAll();
    }
    onClose.accept(this);
  }

  private void run() {
    Change change;
    while ((change = next()) != null) {
      try {
        change.tell(listener);
      } catch (RuntimeException e) {
        LOG.error("The metadata listener {} failed; it is told the next change", listener, e);
      }
    }
  }

  private synchronized Change next() {
    while (queue.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Nobody of ours interrupts this thread: a listener's library did, and has left.
        LOG.debug("Interrupted while waiting for changes", e);
      }
    }
    return closed ? null : queue.poll();
  }
}
