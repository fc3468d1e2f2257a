// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.state.RequestIds;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps writes that must reach the metadata until a majority takes them: one after the other, in
 * the order in which they came, each exactly once, however often it is tried. A later write to the
 * same key makes an earlier one needless; else nothing is ever dropped, and when the queue is full,
 * the newcomer is refused.
 *
 * <p>Every method may be called from any thread and none blocks. Closed, it fails what still waits.
 */
public final class RetryQueue implements AutoCloseable {

  /** Commits under an id of the caller's; tried again with the same id, it applies once. */
  @FunctionalInterface
  public interface Committer {
    CompletableFuture<Result> commit(RequestId id, List<Command> commands);
  }

  private static final int FIRST_PAUSE_MILLIS = 100;
  private static final int LONGEST_PAUSE_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(RetryQueue.class);

  private final Committer committer;
  private final LongSupplier nanoTicker;
  private final ScheduledExecutorService thread;
  private final WriteBacklog backlog;
  private final RequestIds ids = new RequestIds("queue-" + UUID.randomUUID());
  private WriteBacklog.Write trying;
  private boolean waiting;
  private int pauseMillis = FIRST_PAUSE_MILLIS;
  private long superseded;
  private long refused;
  private String lastError;
  private boolean closed;

  public RetryQueue(MetadataSettings settings, Committer committer) {
    this(settings, committer, System::nanoTime, newThread());
  }

  /**
   * @param nanoTicker monotonic
   * @param thread this object's own; it is shut down with it
   */
  RetryQueue(
      MetadataSettings settings,
      Committer committer,
      LongSupplier nanoTicker,
      ScheduledExecutorService thread) {
    this.committer = committer;
    this.nanoTicker = nanoTicker;
    this.thread = thread;
    backlog = new WriteBacklog(settings.retryQueueMaxEntries(), settings.retryQueueMaxBytes());
  }

  private static ScheduledExecutorService newThread() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "metadata-retry");
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }

  /**
   * Commits the commands now or as soon as a majority takes them.
   *
   * @param supersedeKey a write that is submitted later under the same key takes this one's place
   * @return the log's decision; of a superseded write, the decision on the one that superseded it.
   *     Fails with {@link MetadataException} when the queue is full or closed, or when the commands
   *     can never be committed
   */
  public CompletableFuture<Result> submit(String supersedeKey, List<Command> commands) {
    Objects.requireNonNull(supersedeKey, "supersedeKey");
    long bytes;
    try {
      bytes = Codec.encode(new Request(new RequestId("", 1, 1), commands)).length;
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new MetadataException("This write cannot be committed: " + e.getMessage(), e));
    }
    WriteBacklog.Write write =
        new WriteBacklog.Write(supersedeKey, commands, bytes, nanoTicker.getAsLong());
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(new MetadataException("The write queue is closed"));
      }
      if (!backlog.add(write, trying)) {
        refused++;
        return CompletableFuture.failedFuture(new MetadataException(full()));
      }
      // Their last attempt may still linger; once this write has applied, it is refused.
      write.abandoned.forEach(ids::done);
      superseded += write.waiting.size() > 1 ? 1 : 0;
      if (trying == null && !waiting) {
        waiting = true;
        thread.execute(this::tryFirst);
      }
    }
    return write.future();
  }

  private String full() {
    return "The queue of metadata writes is full ("
        + backlog.size()
        + " writes, "
        + backlog.bytes()
        + " bytes): the write is refused, not kept. Last error: "
        + lastError;
  }

  /** Writes that wait, the one being tried included. */
  public synchronized int depth() {
    return backlog.size();
  }

  /** Their encoded size. */
  public synchronized long bytes() {
    return backlog.bytes();
  }

  /** How long the first has waited; 0 when nothing waits. */
  public synchronized long oldestAgeMillis() {
    return backlog
        .first()
        .map(w -> TimeUnit.NANOSECONDS.toMillis(nanoTicker.getAsLong() - w.submittedNanos))
        .orElse(0L);
  }

  /** Writes that a later one made needless, since the start. */
  public synchronized long superseded() {
    return superseded;
  }

  /** Writes that were refused because the queue was full, since the start. */
  public synchronized long refused() {
    return refused;
  }

  /** Why the last failed attempt failed; empty once a write was decided after it. */
  public synchronized Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }

  @Override
  public void close() {
    List<WriteBacklog.Write> left;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      left = backlog.drain();
    }
    thread.shutdown();
    if (!left.isEmpty()) {
      LOG.warn("{} metadata writes were not committed before the close", left.size());
    }
    MetadataException reason =
        new MetadataException("The write queue was closed before a majority took this write");
    left.forEach(w -> w.waiting.forEach(future -> future.completeExceptionally(reason)));
  }

  private void tryFirst() {
    WriteBacklog.Write write;
    synchronized (this) {
      waiting = false;
      write = backlog.first().orElse(null);
      if (write == null || closed) {
        return;
      }
      if (write.id == null) {
        write.id = ids.take().orElseThrow();
      }
      trying = write;
    }
    CompletableFuture<Result> attempt;
    try {
      attempt = committer.commit(write.id, write.commands);
    } catch (RuntimeException e) {
      attempt = CompletableFuture.failedFuture(e);
    }
    attempt.whenComplete((result, failure) -> settle(write, result, failure));
  }

  private void settle(WriteBacklog.Write write, Result result, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    synchronized (this) {
      trying = null;
      if (closed) {
        return;
      }
      boolean again = cause instanceof MetadataUnavailableException;
      if (again) {
        if (lastError == null) {
          LOG.warn("Metadata writes wait for a majority: {}", cause.getMessage());
        }
        lastError = cause.getMessage();
      } else {
        if (lastError != null) {
          LOG.info("Metadata writes are taken again; {} wait", backlog.size() - 1);
        }
        lastError = null;
        backlog.remove(write);
        ids.done(write.id);
      }
      next(again);
      if (again) {
        return;
      }
    }
    write.waiting.forEach(future -> complete(future, result, cause));
  }

  private void next(boolean again) {
    if (backlog.size() == 0) {
      pauseMillis = FIRST_PAUSE_MILLIS;
      return;
    }
    int pause = again ? pauseMillis : 0;
    pauseMillis = again ? Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS) : FIRST_PAUSE_MILLIS;
    waiting = true;
    thread.schedule(this::tryFirst, pause, TimeUnit.MILLISECONDS);
  }

  private static void complete(CompletableFuture<Result> future, Result result, Throwable cause) {
    if (cause == null) {
      future.complete(result);
    } else if (cause instanceof MetadataException) {
      future.completeExceptionally(cause);
    } else {
      future.completeExceptionally(new MetadataException("The write failed: " + cause, cause));
    }
  }
}
