// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.state.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener with its queue: a slow one delays neither the log nor the others. It is told one
 * change after the other, on a thread that it has while there are any. A listener that throws is
 * told the next change all the same.
 */
final class WatchQueue implements Watch {

  private static final Logger LOG = LoggerFactory.getLogger(WatchQueue.class);

  /** Doubles with every warning, so that a listener that hangs does not fill the log. */
  private static final int FIRST_WARNING = 10_000;

  private final MetadataListener listener;
  private final MetadataView start;
  private final Consumer<WatchQueue> onClose;
  private final Executor threads;
  private final Queue<Change> queue = new ArrayDeque<>();
  private int warnAt = FIRST_WARNING;
  private boolean telling;
  private boolean closed;

  /**
   * @param threads has one for each that has something to be told
   */
  WatchQueue(
      MetadataListener listener,
      MetadataView start,
      Executor threads,
      Consumer<WatchQueue> onClose) {
    this.listener = listener;
    this.start = start;
    this.threads = threads;
    this.onClose = onClose;
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
    if (!telling) {
      telling = true;
      threads.execute(this::tell);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      queue.clear();
    }
    onClose.accept(this);
  }

  private void tell() {
    Change change;
    while ((change = next()) != null) {
      try {
        change.tell(listener);
      } catch (RuntimeException e) {
        LOG.error("The metadata listener {} failed; it is told the next change", listener, e);
      }
    }
  }

  /** Null when there is nothing more for now, or for ever. */
  private synchronized Change next() {
    telling = !queue.isEmpty();
    return queue.poll();
  }
}
