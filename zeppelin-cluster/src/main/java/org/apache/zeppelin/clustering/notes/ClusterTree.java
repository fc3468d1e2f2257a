// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.KeyChanges;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.Progress;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.LockEntry;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.apache.zeppelin.clustering.notes.wire.TreeChange;
import org.apache.zeppelin.clustering.notes.wire.TreeChanges;
import org.apache.zeppelin.clustering.notes.wire.TreeOperation;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tree of notes the same on every server. Whoever changes it holds a lock of the whole
 * cluster, sees all that others did before, and tells what it did in the step that gives the lock
 * back: so a name that is taken on one server is taken on all, and all see the same order.
 *
 * <p>Life cycle: new, {@link #start started}, {@link #close closed}. Any thread may call.
 */
public final class ClusterTree implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterTree.class);
  private static final long RECHECK_MILLIS = 1_000;

  private final Metadata metadata;
  private final Servers servers;
  private final LocalTree tree;
  private final Eventually eventually;
  private final long waitMillis;
  private final ReentrantLock mine = new ReentrantLock(true);
  private final KeyChanges lockChanges = new KeyChanges();
  private final Progress followed;
  private final LongSupplier nanoTicker;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(ClusterTree::daemon);
  private Change current;
  private Watch watch;

  /**
   * @param waitMillis longest wait for another server's change
   * @param nanoTicker monotonic, in nanoseconds
   */
  public ClusterTree(
      Metadata metadata,
      Servers servers,
      LocalTree tree,
      Eventually eventually,
      long waitMillis,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.servers = servers;
    this.tree = tree;
    this.eventually = eventually;
    this.waitMillis = waitMillis;
    this.nanoTicker = nanoTicker;
    this.followed = new Progress(nanoTicker);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cluster-notes");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts to follow the log. */
  public void start() {
    watch = metadata.watch(new Follower());
    servers.addListener(
        new SessionListener() {
          @Override
          public void onSessionOpened(String session) {
            executor.execute(ClusterTree.this::reread);
          }
        });
    // One that is open already was opened before anybody listened.
    servers.session().ifPresent(session -> executor.execute(this::reread));
  }

  /** What others did while this server had no session, or before it had its first. */
  private void reread() {
    try {
      begin();
      try {
        tree.reread();
      } finally {
        end();
      }
    } catch (IOException | RuntimeException e) {
      LOGGER.info("The list of notes cannot be compared with the storage yet: {}", e.toString());
      // A session that was opened just now may not act for a moment; one that was lost opens again.
      if (!executor.isShutdown()) {
        executor.schedule(this::reread, RECHECK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /**
   * The calling thread begins to change the tree; blocks while another one does. Calls may be
   * nested, and each needs its {@link #end}.
   *
   * @throws IOException when the right to do so was not to be had, with the reason
   */
  public void begin() throws IOException {
    if (mine.isHeldByCurrentThread()) {
      current.depth++;
      return;
    }
    try {
      if (!mine.tryLock(waitMillis, TimeUnit.MILLISECONDS)) {
        throw busy("this server");
      }
      boolean begun = false;
      try {
        current = acquire();
        begun = true;
      } finally {
        if (!begun) {
          mine.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted before the list of notes could be changed", e);
    } catch (MetadataException e) {
      throw new IOException("The list of notes cannot be changed now: " + e.getMessage(), e);
    }
  }

  private IOException busy(String who) {
    return new IOException(
        "The list of notes cannot be changed now: "
            + who
            + " has been changing it for "
            + waitMillis
            + " ms. Try again");
  }

  private Change acquire() throws IOException, InterruptedException {
    long end = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    long version = 0;
    while (true) {
      String session = servers.requireSession(waitMillis);
      CompletableFuture<Void> change = lockChanges.next(TreeCommands.LOCK);
      Result result =
          Blocking.await(metadata.commit(TreeCommands.lock(servers.id(), session, version)));
      if (result.getCode() == ResultCode.OK) {
        return follow(new Change(session, result.getIndex()));
      }
      Optional<Entry> present = Optional.ofNullable(result.getCurrent());
      LockEntry holder = present.map(e -> e.getValue().getLock()).orElse(null);
      // Nobody else here holds it: what says so is left of a step whose end was not committed.
      boolean left = holder != null && holder.getOwner().equals(servers.id());
      version = left ? present.get().getVersion() : 0;
      if (end - nanoTicker.getAsLong() <= 0) {
        throw busy(holder == null ? "another server" : holder.getOwner());
      }
      if (!left && holder != null) {
        await(change);
      }
    }
  }

  private static void await(CompletableFuture<Void> change)
      throws IOException, InterruptedException {
    try {
      change.get(RECHECK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOGGER.debug("The lock of the list of notes is still held");
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  /** Waits, not for ever, until the list has followed the log up to an index that changed it. */
  public void followed(long index) {
    try {
      if (!followed.await(index, waitMillis)) {
        LOGGER.info("The list of notes has not followed the log up to {}", index);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All that was done before is in the log before the lock, and here before we go on. */
  private Change follow(Change taken) throws IOException, InterruptedException {
    boolean caughtUp = false;
    try {
      caughtUp = followed.await(taken.version, waitMillis);
    } finally {
      if (!caughtUp) {
        tell(taken);
      }
    }
    if (!caughtUp) {
      throw new IOException(
          "The list of notes cannot be changed now: this server has not caught up with the others");
    }
    return taken;
  }

  /** The calling thread, between begin and end, has done this in its tree and in the storage. */
  public void did(TreeChange change) {
    current.changes.add(change);
  }

  /** Ends what {@link #begin} began; the outermost one tells the others. Never throws. */
  public void end() {
    if (--current.depth > 0) {
      return;
    }
    Change done = current;
    current = null;
    try {
      tell(done);
    } finally {
      mine.unlock();
    }
  }

  private void tell(Change done) {
    try {
      Result result =
          Blocking.await(
              metadata.commit(
                  TreeCommands.done(servers.id(), done.session, done.version, done.changes)));
      if (result.getCode() == ResultCode.OK) {
        return;
      }
      LOGGER.warn("This server lost the right to change the list of notes on the way: {}", result);
    } catch (MetadataException e) {
      LOGGER.warn("What was done in the list of notes could not be told yet", e);
    }
    if (!done.changes.isEmpty()) {
      // It is in the storage: the others have to know, late as it may be.
      later(List.of(TreeCommands.publish(servers.id(), done.changes)));
    }
    later(List.of(TreeCommands.unlock(done.version)));
  }

  private void later(List<Command> commands) {
    eventually.commit(TreeCommands.TOPIC + "/" + UUID.randomUUID(), commands);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    executor.shutdownNow();
  }

  /** One action of a user. Touched by the thread that holds the local lock only. */
  private static final class Change {
    private final String session;
    private final long version;
    private final List<TreeChange> changes = new ArrayList<>();
    private int depth = 1;

    Change(String session, long version) {
      this.session = session;
      this.version = version;
    }
  }

  /** Follows the log, for what other servers did above all. */
  private final class Follower implements MetadataListener {
    private long givenBack;
    private String lastHolder;

    @Override
    public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
      followed.reached(index);
      if (key.equals(TreeCommands.LOCK)) {
        givenBack = index;
        lastHolder = before.map(Entry::getSession).orElse(null);
        lockChanges.changed(key);
      }
    }

    /** Whoever died while changing the tree may have changed the storage and told nobody. */
    @Override
    public void sessionExpired(long index, Session session, String reason) {
      if (index == givenBack && session.getId().equals(lastHolder)) {
        executor.execute(ClusterTree.this::reread);
      }
    }

    @Override
    public void published(long index, String topic, byte[] payload) {
      if (topic.equals(TreeCommands.TOPIC)) {
        TreeChanges told = Codec.decode(payload, new TreeChanges());
        follow(told);
      }
      followed.reached(index);
    }

    private void follow(TreeChanges told) {
      if (told.getServer().equals(servers.id())) {
        tree.told();
        return;
      }
      tree.follow(told.getChanges());
      if (told.getChanges().stream().anyMatch(c -> c.getOperation() == TreeOperation.REREAD)) {
        executor.execute(ClusterTree.this::reread);
      }
    }

    @Override
    public void skippedTo(long index) {
      followed.reached(index);
      executor.execute(ClusterTree.this::reread);
    }
  }
}
