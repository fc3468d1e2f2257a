// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ExpireSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.OpenSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.apache.zeppelin.clustering.servers.wire.Heartbeat;
import org.apache.zeppelin.clustering.servers.wire.HeartbeatReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this server's session: opens it, renews it by heartbeats, opens another when it is lost.
 * Its loop runs on one thread; listeners are called on another, so that they cannot stop it.
 */
final class ServerSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);
  private static final long NO_REPORT = 0;
  private static final int TICKS_PER_HEARTBEAT = 5;
  private static final int MAX_UNANSWERED = 5;

  private final Metadata metadata;
  private final ServerIdentity identity;
  private final OwnDrain drain;
  private final ServerSettings settings;
  private final HeartbeatSource heartbeats;
  private final SessionEvents events;
  private final LongSupplier nanoTicker;
  private final ScheduledExecutorService loop = Threads.scheduled("zeppelin-cluster-heartbeat");
  private final Object leaseLock = new Object();
  private final ServerLease lease;

  // Only used by the loop's thread.
  private boolean opening;
  private boolean mourning;
  private boolean lapsed;
  private long nextTryNanos;
  private long knownReport = NO_REPORT;
  private int unanswered;

  private volatile Optional<String> problem = Optional.empty();
  private volatile boolean closed;
  private Watch watch;

  ServerSession(
      Metadata metadata,
      ServerIdentity identity,
      OwnDrain drain,
      ServerSettings settings,
      HeartbeatSource heartbeats,
      SessionEvents events,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.identity = identity;
    this.drain = drain;
    this.settings = settings;
    this.heartbeats = heartbeats;
    this.events = events;
    this.nanoTicker = nanoTicker;
    this.lease = new ServerLease(settings.sessionTimeoutNanos());
  }

  void start() {
    watch =
        metadata.watch(
            new MetadataListener() {
              @Override
              public void sessionExpired(long index, Session session, String reason) {
                inLoop(() -> lost(session.getId(), reason));
              }
            });
    long periodNanos = settings.heartbeatIntervalNanos() / TICKS_PER_HEARTBEAT;
    loop.scheduleWithFixedDelay(this::tickSafely, 0, periodNanos, TimeUnit.NANOSECONDS);
  }

  /** The session while the lease says that it may be used. */
  Optional<String> usable() {
    synchronized (leaseLock) {
      return lease.usable(nanoTicker.getAsLong());
    }
  }

  /** Why there is no usable session, when that is known. */
  Optional<String> problem() {
    return problem;
  }

  ServerLease.State state() {
    synchronized (leaseLock) {
      return lease.state(nanoTicker.getAsLong());
    }
  }

  private void inLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("Session loop has ended", e);
    }
  }

  private void tickSafely() {
    try {
      tick();
    } catch (RuntimeException e) {
      LOG.warn("The session of this server could not be looked after; trying again", e);
    }
  }

  private void tick() {
    noticeLapse();
    long now = nanoTicker.getAsLong();
    if (opening || mourning || now - nextTryNanos < 0) {
      return;
    }
    Optional<String> session = current();
    if (!session.isPresent()) {
      nextTryNanos = now + settings.heartbeatIntervalNanos();
      open(now);
    } else if (unanswered < MAX_UNANSWERED) {
      int servers = metadata.local().sessions().size();
      nextTryNanos = now + settings.heartbeatIntervalNanos(servers);
      renew(session.get(), now);
    }
  }

  private Optional<String> current() {
    synchronized (leaseLock) {
      return lease.current();
    }
  }

  private void noticeLapse() {
    ServerLease.State state = state();
    boolean nowLapsed = state == ServerLease.State.LAPSED;
    Optional<String> session = current();
    if (nowLapsed == lapsed || !session.isPresent()) {
      return;
    }
    lapsed = nowLapsed;
    if (lapsed) {
      LOG.warn(
          "Server {} cannot renew its session and stops acting for the cluster: {}",
          identity.id(),
          problem.orElse("the leader does not answer"));
      events.lapsed(session.get());
    } else {
      LOG.info("Server {} renewed its session and acts for the cluster again", identity.id());
      events.recovered(session.get());
    }
  }

  private void open(long sentNanos) {
    String session = UUID.randomUUID().toString();
    List<Command> commands =
        List.of(
            Command.openSession(
                new OpenSessionCommand(session, identity.id(), settings.sessionTimeoutMillis())),
            Command.put(
                new PutCommand(Servers.KEY_PREFIX + identity.id(), EntryValue.server(drain.entry()))
                    .setSession(session)));
    opening = true;
    ask(
        () -> metadata.commit(commands),
        (result, failure) -> {
          opening = false;
          if (closed) {
            return;
          }
          if (failure == null && result.getCode() == ResultCode.OK) {
            opened(session, sentNanos);
          } else {
            troubled(failure == null ? result.getMessage() : Failures.message(failure), "open");
          }
        });
  }

  private void opened(String session, long sentNanos) {
    synchronized (leaseLock) {
      lease.opened(session, sentNanos);
    }
    problem = Optional.empty();
    lapsed = false;
    unanswered = 0;
    knownReport = NO_REPORT;
    nextTryNanos = nanoTicker.getAsLong();
    LOG.info("Server {} opened session {}", identity.id(), session);
    events.opened(session);
  }

  private void renew(String session, long sentNanos) {
    Heartbeat next = heartbeats.next(session, knownReport);
    byte[] heartbeat = Wire.write(next);
    unanswered++;
    ask(
        () -> metadata.askLeaderPatiently(Wire.HEARTBEAT, heartbeat),
        (answer, failure) -> {
          unanswered = Math.max(0, unanswered - 1);
          if (failure != null) {
            troubled(Failures.message(failure), "renew");
            return;
          }
          HeartbeatReply reply = Wire.read(answer, new HeartbeatReply());
          if (reply.isSessionOpen()) {
            synchronized (leaseLock) {
              lease.renewed(session, sentNanos);
            }
            problem = Optional.empty();
            noticeLapse();
            knownReport = reply.isSetReport() ? reply.getReport() : NO_REPORT;
            if (knownReport == NO_REPORT) {
              // Another leader, which has heard nothing yet: it hears all at once.
              nextTryNanos = nanoTicker.getAsLong();
            }
          } else {
            lost(session, "the leader does not know it any more");
          }
        });
  }

  private void troubled(String why, String what) {
    String now = "cannot " + what + " the session: " + why;
    if (!problem.isPresent()) {
      LOG.warn("Server {} {}; it keeps trying", identity.id(), now);
    }
    problem = Optional.of(now);
  }

  private void lost(String session, String reason) {
    boolean news;
    synchronized (leaseLock) {
      news = lease.expired(session);
    }
    if (!news || closed) {
      return;
    }
    LOG.warn("Session {} of server {} is over: {}", session, identity.id(), reason);
    problem = Optional.of("its session is over: " + reason);
    mourning = true;
    events.lost(
        session,
        () ->
            inLoop(
                () -> {
                  mourning = false;
                  nextTryNanos = nanoTicker.getAsLong();
                }));
  }

  /** Runs the request and handles its outcome, failures of the request itself too, in the loop. */
  private <T> void ask(Supplier<CompletableFuture<T>> request, BiConsumer<T, Throwable> handler) {
    CompletableFuture<T> future;
    try {
      future = request.get();
    } catch (RuntimeException e) {
      future = CompletableFuture.failedFuture(e);
    }
    future.whenComplete((value, failure) -> inLoop(() -> handler.accept(value, failure)));
  }

  /** Ends the loop and then the session, so that the others need not wait for its timeout. */
  @Override
  public void close() {
    closed = true;
    Threads.end(loop);
    if (watch != null) {
      watch.close();
    }
    Optional<String> session;
    synchronized (leaseLock) {
      session = lease.current();
      lease.closed();
    }
    session.ifPresent(this::expire);
  }

  private void expire(String session) {
    Command expire =
        Command.expireSession(new ExpireSessionCommand(session, "the server was stopped"));
    try {
      metadata.commit(List.of(expire)).get(settings.requestTimeoutMillis(), TimeUnit.MILLISECONDS);
      LOG.info("Server {} ended session {}", identity.id(), session);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | MetadataException e) {
      LOG.warn(
          "Session {} could not be ended; the others will wait for its timeout: {}",
          session,
          Failures.message(e.getCause() == null ? e : e.getCause()));
    }
  }
}
