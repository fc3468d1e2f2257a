// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.servers.wire.ClusterLoads;
import org.apache.zeppelin.clustering.servers.wire.ProcessLiveness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's place among the servers: its session and heartbeats, and who the others are.
 *
 * <p>Made, started once, closed once. {@link #list} and {@link #requireSession(long)} block;
 * everything else does not. All methods may be called from any thread.
 */
public final class Servers implements AutoCloseable {

  /** Servers stand in the metadata under this and their id. */
  public static final String KEY_PREFIX = "server/";

  private static final Logger LOGGER = LoggerFactory.getLogger(Servers.class);

  private final Metadata metadata;
  private final ServerIdentity identity;
  private final HeartbeatSource heartbeats;
  private final SessionEvents events;
  private final ServerSession session;
  private final ServerDirectory directory;
  private final OwnDrain drain;
  private final ServerDrains drains;
  private Watch drainWatch;
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private boolean started;
  private boolean closed;

  /** With the real clock and this machine's resources. */
  public Servers(Metadata metadata, ServerIdentity identity, ServerSettings settings) {
    this(metadata, identity, settings, new ResourceSampler(), System::nanoTime);
  }

  /**
   * @param metadata outlives this object
   * @param sampler called once per heartbeat, from one thread
   * @param nanoTicker monotonic nanoseconds
   */
  public Servers(
      Metadata metadata,
      ServerIdentity identity,
      ServerSettings settings,
      Supplier<ResourceSample> sampler,
      LongSupplier nanoTicker) {
    this.metadata = Objects.requireNonNull(metadata, "metadata");
    this.identity = Objects.requireNonNull(identity, "identity");
    this.heartbeats = new HeartbeatSource(identity.id(), sampler, settings, nanoTicker);
    this.events = new SessionEvents();
    this.drain = new OwnDrain(identity);
    this.drains = new ServerDrains(metadata);
    this.session =
        new ServerSession(metadata, identity, drain, settings, heartbeats, events, nanoTicker);
    this.directory = new ServerDirectory(metadata);
  }

  /** Starts to open a session, for as long as that takes; returns at once. */
  public synchronized void start() {
    if (started || closed) {
      throw new IllegalStateException("Servers are started once");
    }
    started = true;
    events.add(
        new SessionListener() {
          @Override
          public void onSessionOpened(String opened) {
            first.complete(opened);
          }
        });
    drainWatch = metadata.watch(drain);
    session.start();
  }

  /** This server's id, its Raft address. */
  public String id() {
    return identity.id();
  }

  /** This server's session, present only while this server may act for the cluster. */
  public Optional<String> session() {
    return session.usable();
  }

  /**
   * This server's session.
   *
   * @throws MetadataUnavailableException when this server may not act for the cluster now; the
   *     message, fit for a user, names the servers that it misses
   */
  public String requireSession() {
    return session()
        .orElseThrow(
            () -> {
              List<String> missing = metadata.status().missing();
              return new MetadataUnavailableException(
                  "Server "
                      + id()
                      + " may not act for the cluster now"
                      + problem().map(why -> ": " + why).orElse("")
                      + (missing.isEmpty() ? "" : "; it misses " + String.join(", ", missing)),
                  missing,
                  null);
            });
  }

  /**
   * The same, but waits for the first session: Zeppelin serves a moment before it is opened.
   *
   * @param firstWaitMillis how long
   */
  public String requireSession(long firstWaitMillis) {
    if (state() == ServerLease.State.NONE) {
      try {
        first.get(firstWaitMillis, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        LOGGER.debug("No session was opened within {} ms", firstWaitMillis, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return requireSession();
  }

  /** Where this server's session stands. */
  public ServerLease.State state() {
    return session.state();
  }

  /** What hinders the session, for people; empty when nothing does. */
  public Optional<String> problem() {
    return session.problem();
  }

  /**
   * Every server of the cluster, by id: those with a session as they committed themselves and as
   * the leader heard them, and those configured without a session as OFFLINE.
   *
   * @throws MetadataException when no majority, or no leader, answers in time
   */
  public List<ServerView> list() {
    return directory.view().servers();
  }

  /**
   * The same, and the map of that moment.
   *
   * @throws MetadataException when no majority, or no leader, answers in time
   */
  public ClusterView view() {
    return directory.view();
  }

  /**
   * What the leader heard last of every server.
   *
   * @throws MetadataException when no leader answers in time
   */
  public ClusterLoads loads() {
    return directory.loads();
  }

  /**
   * Says which processes this server manages and sees alive; told to the leader in each heartbeat.
   *
   * @param processes called from the heartbeat's thread; must return soon; while it fails the last
   *     answer is repeated
   */
  public void reportProcesses(Supplier<List<ProcessLiveness>> processes) {
    heartbeats.reportProcesses(Objects.requireNonNull(processes, "processes"));
  }

  /** Says which processes this server uses, its own among them; told as those above are. */
  public void reportAttached(Supplier<List<ProcessLiveness>> attached) {
    heartbeats.reportAttached(Objects.requireNonNull(attached, "attached"));
  }

  /** Says how many paragraphs this server runs in which group's process; told likewise. */
  public void reportRuns(Supplier<Map<String, Integer>> runs) {
    heartbeats.reportRuns(Objects.requireNonNull(runs, "runs"));
  }

  /** What becomes of this server's processes while it is to be emptied; else empty. */
  public Optional<Drain> drain() {
    return drain.present();
  }

  /** Hears when this server is to be emptied, and when not any more; must return soon. */
  public void addDrainListener(Consumer<Optional<Drain>> listener) {
    drain.addListener(Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Has a server, this one or another, emptied: it takes no notes and processes any more and gives
   * away those that it has. Returns when that is committed, not when it is empty. Blocks.
   *
   * @throws ServerChangeException when there is no such server, or none that could take its work
   * @throws MetadataException when it could not be committed
   */
  public void drain(String serverId, Drain processes) {
    drains.set(serverId, Optional.of(processes));
  }

  /**
   * Has a server take work again. Blocks.
   *
   * @throws ServerChangeException when there is no such server
   * @throws MetadataException when it could not be committed
   */
  public void undrain(String serverId) {
    drains.set(serverId, Optional.empty());
  }

  /** Adds a listener; it hears what happens after this, so add it before {@link #start}. */
  public void addListener(SessionListener listener) {
    events.add(Objects.requireNonNull(listener, "listener"));
  }

  public void removeListener(SessionListener listener) {
    events.remove(listener);
  }

  /**
   * Ends the session, so that the others need not wait for its timeout, and all threads. What acts
   * under the session must have stopped before; listeners are not told.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (drainWatch != null) {
        drainWatch.close();
      }
      session.close();
      events.close();
    }
  }
}
