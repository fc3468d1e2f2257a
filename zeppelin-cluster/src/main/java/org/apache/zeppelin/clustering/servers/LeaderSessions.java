// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.LeaderDuties;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ExpireSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.apache.zeppelin.clustering.probe.Probe;
import org.apache.zeppelin.clustering.servers.wire.ClusterLoads;
import org.apache.zeppelin.clustering.servers.wire.Heartbeat;
import org.apache.zeppelin.clustering.servers.wire.HeartbeatReply;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the leader does for the servers: hears them, knows their loads, and ends the sessions of
 * those that are gone. A heartbeat changes memory only; the log gets an entry when a session ends.
 *
 * <p>Made before the metadata (which takes it as its duties), started with it, closed before it.
 */
public final class LeaderSessions implements LeaderDuties, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderSessions.class);
  private static final int LOOKS_PER_HEARTBEAT = 4;
  private static final int PROBE_THREADS = 4;

  private final ServerSettings settings;
  private final Probe probe;
  private final LongSupplier nanoTicker;
  private final LongSupplier wallMillis;
  private final ScheduledExecutorService looks = Threads.scheduled("zeppelin-cluster-sessions");
  private final ThreadPoolExecutor probes = Threads.pool(PROBE_THREADS, "zeppelin-cluster-probe");

  // Guarded by this.
  private final SessionTable table;
  private final LoadBoard board = new LoadBoard();
  private final Set<String> committing = new HashSet<>();
  private final Set<String> probing = new HashSet<>();
  private Metadata metadata;
  private boolean leading;
  private long term;

  public LeaderSessions(ServerSettings settings, Probe probe) {
    this(settings, probe, System::nanoTime, System::currentTimeMillis);
  }

  /**
   * @param nanoTicker monotonic nanoseconds
   * @param wallMillis wall clock, only shown to people
   */
  public LeaderSessions(
      ServerSettings settings, Probe probe, LongSupplier nanoTicker, LongSupplier wallMillis) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.probe = Objects.requireNonNull(probe, "probe");
    this.nanoTicker = Objects.requireNonNull(nanoTicker, "nanoTicker");
    this.wallMillis = Objects.requireNonNull(wallMillis, "wallMillis");
    this.table = new SessionTable(settings.sessionTimeoutNanos() / 2);
  }

  /** Names the metadata and starts to look after the sessions; once. */
  public synchronized void start(Metadata bound) {
    if (metadata != null) {
      throw new IllegalStateException("LeaderSessions are started once");
    }
    metadata = Objects.requireNonNull(bound, "metadata");
    long period = Math.max(1, settings.heartbeatIntervalMillis() / LOOKS_PER_HEARTBEAT);
    looks.scheduleWithFixedDelay(this::lookSafely, period, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void started(long newTerm) {
    table.lead(nanoTicker.getAsLong());
    board.clear();
    committing.clear();
    term = newTerm;
    leading = true;
    LOG.info("This server leads the cluster in term {}", newTerm);
  }

  @Override
  public synchronized void stopped() {
    if (leading) {
      leading = false;
      board.clear();
      LOG.info("This server no longer leads the cluster (term {})", term);
    }
  }

  @Override
  public byte[] answer(String topic, byte[] payload) {
    switch (topic) {
      case Wire.HEARTBEAT:
        return Wire.write(heard(Wire.read(payload, new Heartbeat())));
      case Wire.LOADS:
        return Wire.write(loads(LoadBoard::all));
      case Wire.LOAD_COUNTS:
        return Wire.write(loads(LoadBoard::counts));
      default:
        throw new MetadataException("The leader knows no topic '" + topic + "'");
    }
  }

  private synchronized ClusterLoads loads(Function<LoadBoard, List<ServerLoad>> kind) {
    return new ClusterLoads(leadingMetadata().serverId(), kind.apply(board));
  }

  private synchronized HeartbeatReply heard(Heartbeat heartbeat) {
    MetadataView view = leadingMetadata().local();
    if (!metadata.status().members().contains(heartbeat.getServer())) {
      throw new MetadataException(
          "Server " + heartbeat.getServer() + " is no member of the cluster any more");
    }
    Optional<Session> session = view.session(heartbeat.getSession());
    if (!session.isPresent() || !session.get().getOwner().equals(heartbeat.getServer())) {
      return new HeartbeatReply(false);
    }
    long now = nanoTicker.getAsLong();
    if (table.heard(heartbeat.getSession(), now) == SessionTable.Heard.UNKNOWN) {
      table.observe(view.sessions(), now);
    }
    if (table.heard(heartbeat.getSession(), now) == SessionTable.Heard.ENDING) {
      throw new MetadataException(
          "The session of server " + heartbeat.getServer() + " is being ended");
    }
    HeartbeatReply reply = new HeartbeatReply(true);
    return board.put(heartbeat, wallMillis.getAsLong())
        ? reply.setReport(heartbeat.getReport())
        : reply;
  }

  private Metadata leadingMetadata() {
    if (metadata == null || !leading) {
      throw new MetadataException("This server does not lead, or does not yet");
    }
    return metadata;
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.warn("Could not look after the servers' sessions; trying again", e);
    }
  }

  /** One look at the sessions: ends what is due, probes what is silent. */
  synchronized void look() {
    if (!leading) {
      return;
    }
    MetadataView view = metadata.local();
    long now = nanoTicker.getAsLong();
    table.observe(view.sessions(), now);
    Map<String, String> due = table.due(now);
    board.retain(table.owners());
    committing.retainAll(due.keySet());
    due.forEach((session, reason) -> end(view, session, reason));
    // Overdue by a quarter: asking a server that is merely late costs one connection.
    long silence = settings.heartbeatIntervalNanos(view.sessions().size()) * 5 / 4;
    table.doubtful(silence, now).forEach(session -> probe(view, session));
  }

  private void end(MetadataView view, String session, String reason) {
    if (!committing.add(session)) {
      return;
    }
    String owner = view.session(session).map(Session::getOwner).orElse("unknown");
    LOG.warn("Ending the session of server {}: {}", owner, reason);
    Command expire = Command.expireSession(new ExpireSessionCommand(session, reason).setTerm(term));
    metadata
        .commit(List.of(expire))
        .whenComplete((result, failure) -> ended(session, owner, result, failure));
  }

  private synchronized void ended(String session, String owner, Result result, Throwable failure) {
    if (failure == null && result.getCode() != ResultCode.REFUSED) {
      return;
    }
    String why = failure == null ? result.getMessage() : Failures.message(failure);
    LOG.warn("The end of the session of server {} could not be committed yet: {}", owner, why);
    committing.remove(session);
  }

  private void probe(MetadataView view, Session session) {
    String owner = session.getOwner();
    Optional<ServerEntry> server =
        view.get(Servers.KEY_PREFIX + owner)
            .map(entry -> entry.getValue())
            .filter(EntryValue::isSetServer)
            .map(EntryValue::getServer);
    if (owner.equals(metadata.serverId()) || !server.isPresent() || !probing.add(session.getId())) {
      return;
    }
    probes.execute(() -> probe(session.getId(), server.get()));
  }

  private void probe(String session, ServerEntry server) {
    long triedNanos = nanoTicker.getAsLong();
    Probe.Outcome outcome = Probe.Outcome.SILENT;
    try {
      outcome = probe.probe(server.getHost(), server.getServicePort());
    } finally {
      probed(session, triedNanos, outcome);
    }
  }

  private synchronized void probed(String session, long triedNanos, Probe.Outcome outcome) {
    probing.remove(session);
    if (leading && outcome == Probe.Outcome.REFUSED) {
      table.refused(session, triedNanos);
      looks.execute(this::lookSafely);
    }
  }

  /** Ends its threads; the metadata may still call, and is told that nobody leads here. */
  @Override
  public void close() {
    stopped();
    Threads.end(looks);
    Threads.end(probes);
  }
}
