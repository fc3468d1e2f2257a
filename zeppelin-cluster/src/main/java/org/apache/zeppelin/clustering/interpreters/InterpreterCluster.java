// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.zeppelin.clustering.interpreters.placement.Placement;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.KeyChanges;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.rpc.RpcClients;
import org.apache.zeppelin.clustering.rpc.wire.ClusterManagerService;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;
import org.apache.zeppelin.clustering.servers.Drain;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interpreter processes of the cluster, as this server uses and manages them. Life cycle: new,
 * {@link #start started}, {@link #close closed}. Methods may be called from any thread; most block.
 */
public final class InterpreterCluster implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(InterpreterCluster.class);
  private static final int REMEMBERED_RUNS = 100_000;
  private static final int REMEMBERED_EVENTS = 10_000;
  private static final int REMEMBERED_LOSSES = 1_000;
  private static final long UNANNOUNCED_CHECK_MILLIS = 2_000;
  // Two heartbeats and the way of a third.
  private static final long QUIET_MILLIS = 3_000;

  /** An orphan is ended at the second look: within twice this time. */
  private static final long ORPHAN_CHECK_MILLIS = 10_000;

  private final Metadata metadata;
  private final Servers servers;
  private final Peers peers;
  private final KeyChanges changes = new KeyChanges();
  private final OlderProcesses older;
  private final ManagedProcesses managed;
  private final ProcessManager manager;
  private final ProcessSuccession succession;
  private final ProcessRetirement retirement;
  private final ProcessFinder finder;
  private final Flights flights;
  private final OrphanSweep orphans;
  private final LossInquiry inquiry;
  private final LostProcesses lost = new LostProcesses(REMEMBERED_LOSSES);
  private final ProcessUse use;
  private final RunDirectory runs;
  private final RunCounts counts = new RunCounts();
  private final ProcessMoves moves;
  private final EventRelay relay;
  private final InterpreterRpc rpc;
  private final ProcessWatch watch;
  private final ExecutorService executor;
  private final ScheduledExecutorService checks;
  private Watch registered;

  /**
   * @param events delivers a forwarded call to this server's own event server
   * @param eventually commits what must reach the metadata sooner or later
   * @param nanoTicker monotonic time of this machine
   */
  public InterpreterCluster(
      Metadata metadata,
      Servers servers,
      RpcClients clients,
      LocalInterpreters local,
      UnaryOperator<byte[]> events,
      Eventually eventually,
      Placement placement,
      InterpreterSettings settings,
      String release,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.servers = servers;
    this.executor = Executors.newCachedThreadPool(r -> daemon(r, "cluster-processes"));
    this.checks = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "cluster-checks"));
    this.peers = new Peers(metadata, clients);
    this.managed = new ManagedProcesses(servers.id());
    Endings endings = new Endings(servers.id(), peers, local, settings.callTimeoutMillis());
    EntryChanges entryChanges = new EntryChanges(metadata);
    this.retirement = new ProcessRetirement(metadata, servers, local, entryChanges);
    this.manager =
        new ProcessManager(
            metadata, servers, local, managed, entryChanges, eventually, endings, executor);
    this.succession =
        new ProcessSuccession(
            metadata, servers, local, managed, manager, entryChanges, retirement, executor);
    this.runs = new RunDirectory(REMEMBERED_RUNS);
    this.older =
        new OlderProcesses(metadata, peers, changes, settings.callTimeoutMillis(), nanoTicker);
    ProcessVerifier verifier =
        new ProcessVerifier(
            servers.id(), peers, managed, local::plausible, settings.callTimeoutMillis());
    ProcessStarts starts =
        new ProcessStarts(
            metadata,
            servers,
            peers,
            manager,
            new Candidates(servers),
            placement,
            settings,
            release,
            local,
            nanoTicker);
    ProcessFinder finder =
        new ProcessFinder(
            metadata,
            servers,
            peers,
            verifier,
            succession,
            retirement,
            starts,
            changes,
            settings,
            nanoTicker);
    this.finder = finder;
    this.orphans = new OrphanSweep(metadata, servers, local, managed);
    this.inquiry =
        new LossInquiry(
            metadata, verifier, lost, changes, settings.callTimeoutMillis(), nanoTicker);
    this.flights = new Flights(finder);
    this.use =
        new ProcessUse(
            metadata,
            servers,
            peers,
            managed,
            manager,
            runs,
            endings,
            finder,
            settings,
            nanoTicker);
    this.moves =
        new ProcessMoves(
            metadata,
            servers,
            peers,
            managed,
            manager,
            counts,
            new QuietGroups(QUIET_MILLIS),
            settings.callTimeoutMillis(),
            nanoTicker);
    this.relay =
        new EventRelay(peers, servers.id() + "/" + UUID.randomUUID(), settings.callTimeoutMillis());
    this.rpc =
        new InterpreterRpc(
            servers.id(),
            release,
            manager,
            succession,
            managed,
            use,
            new EventInbox(events, REMEMBERED_EVENTS),
            local);
    this.watch =
        new ProcessWatch(
            changes,
            manager,
            succession,
            managed,
            local,
            lost,
            () -> metadata.local().list(ProcessCommands.key("")),
            servers.id(),
            () -> metadata.status().leading());
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Starts to follow the log and to report. Call before this server's session is opened. */
  public void start() {
    registered = metadata.watch(watch);
    servers.reportProcesses(managed::alive);
    servers.reportRuns(counts::all);
    servers.addListener(
        new SessionListener() {
          @Override
          public void onSessionOpened(String session) {
            executor.execute(() -> sessionOpened(session));
          }
        });
    checks.scheduleWithFixedDelay(
        manager::checkUnannounced,
        UNANNOUNCED_CHECK_MILLIS,
        UNANNOUNCED_CHECK_MILLIS,
        TimeUnit.MILLISECONDS);
    checks.scheduleWithFixedDelay(
        () -> executor.execute(retirement::retry),
        UNANNOUNCED_CHECK_MILLIS,
        UNANNOUNCED_CHECK_MILLIS,
        TimeUnit.MILLISECONDS);
    checks.scheduleWithFixedDelay(
        orphans::look, ORPHAN_CHECK_MILLIS, ORPHAN_CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sessionOpened(String session) {
    try {
      succession.keepUnder(session);
      succession.takeBackFormer(session);
    } catch (MetadataException e) {
      LOGGER.warn("Could not look after the processes of this server's former session", e);
    }
  }

  /** What other servers may call. */
  public ClusterManagerService.Iface rpc() {
    return rpc;
  }

  /**
   * The one process of the group, started if need be on the server with room.
   *
   * @param listener told why a start has to wait; called from any thread
   * @throws IOException with the cause to show to the user
   */
  public RunningProcess find(GroupRequest request, WaitListener listener) throws IOException {
    return flights.find(request, listener);
  }

  /**
   * The group's process, if there is one to go on with; never starts one.
   *
   * @throws IOException when that cannot be told now
   */
  public Optional<RunningProcess> findExisting(String interpreterGroupId) throws IOException {
    return finder.existing(interpreterGroupId);
  }

  /**
   * Why that process, which has just failed somebody, was lost; empty when it was not. Waits while
   * its manager is gone and it is not certain yet what became of the process.
   */
  public Optional<String> awaitLoss(RunningProcess process) {
    return inquiry.of(process);
  }

  /** Why the last lost process of the group was lost; empty when this server knows of none. */
  public Optional<String> lastLossOf(String interpreterGroupId) {
    return lost.last(interpreterGroupId);
  }

  /** Creates the interpreter in the process unless its session has it already. */
  public void createInterpreter(RunningProcess process, InterpreterParam param) throws IOException {
    use.createInterpreter(process, param);
  }

  /**
   * Directs the output of the paragraph to this server, which says {@link #runEnded} in the end.
   */
  public void runStarted(RunningProcess process, String noteId, String paragraphId)
      throws IOException {
    counts.begin(process.interpreterGroupId());
    boolean started = false;
    try {
      use.runStarted(process, noteId, paragraphId);
      started = true;
    } finally {
      if (!started) {
        counts.end(process.interpreterGroupId());
      }
    }
  }

  /** A run that had {@linkplain #runStarted started} is over. */
  public void runEnded(String interpreterGroupId) {
    counts.end(interpreterGroupId);
  }

  /**
   * Gives away, or ends, what this server manages and is not in the middle of being used. Blocks;
   * by one thread.
   *
   * @param all also what is in the middle of being used, which lives on in any case
   * @return how many processes this server still manages
   * @throws MetadataException when the cluster cannot tell what runs
   */
  public int giveAway(Drain drain, boolean all) {
    return moves.giveAway(drain, all);
  }

  /** Closes a session of the group's process, wherever that is; the last one stops it. */
  public void closeSession(String interpreterGroupId, String sessionId) throws IOException {
    use.closeSession(interpreterGroupId, sessionId);
  }

  /** Stops the group's process, wherever it is. */
  public void stop(String interpreterGroupId) throws IOException {
    use.stop(interpreterGroupId);
  }

  /** Stops every process of the setting, wherever they are. */
  public void stopSetting(String settingId) throws IOException {
    use.stopSetting(settingId);
  }

  /**
   * The setting was changed at that version: stops the processes of it that this server manages and
   * that are older. Does not wait.
   */
  public void settingChanged(String settingId, long version) {
    executor.execute(() -> manager.stopOlder(settingId, version));
  }

  /**
   * Waits until no server has an older process of the setting.
   *
   * @throws IOException when one does not stop in time
   */
  public void awaitStopped(String settingId, long version) throws IOException {
    older.awaitEnd(settingId, version);
  }

  /**
   * Where an event of that paragraph belongs, when that is another server: to whoever runs it, or,
   * where a former manager knew who that is, to the owner of its note.
   */
  public Optional<String> otherServerOf(String noteId, String paragraphId) {
    return runs.serverOf(noteId, paragraphId)
        .or(() -> ownerOf(noteId))
        .filter(s -> !s.equals(servers.id()));
  }

  private Optional<String> ownerOf(String noteId) {
    return metadata
        .local()
        .get(Keys.note(noteId))
        .map(entry -> entry.getValue().getNote().getOwner());
  }

  /** True while the server that reports for the process is a member. */
  public boolean isManaged(RunningProcess process) {
    return peers.sessionOpen(process.managerSession());
  }

  /** Who manages the group's process, when that is another server. */
  public Optional<String> otherManagerOf(String interpreterGroupId) {
    return metadata
        .local()
        .get(ProcessCommands.key(interpreterGroupId))
        .map(entry -> entry.getValue().getProcess().getManager())
        .filter(manager -> !manager.equals(servers.id()));
  }

  /** The web page that the process serves, if it has named one by now. */
  public Optional<String> webUrlOf(RunningProcess process) {
    return metadata
        .local()
        .get(ProcessCommands.key(process.interpreterGroupId()))
        .filter(entry -> entry.getEpoch() == process.epoch())
        .map(entry -> entry.getValue().getProcess().getWebUrl());
  }

  /**
   * Tells every server which web page a process that this server manages serves. Nothing happens
   * when this server manages none for the group.
   *
   * @throws IOException when it could not be committed
   */
  public void webUrl(String interpreterGroupId, String url) throws IOException {
    use.webUrlHere(interpreterGroupId, url);
  }

  /** Passes an event on and waits for the answer. */
  public byte[] deliver(String server, String interpreterGroupId, byte[] message)
      throws IOException {
    return relay.deliver(server, interpreterGroupId, message);
  }

  /** Stops the processes that this server manages, as Zeppelin does when it stops. */
  public void stopAll() {
    manager.stopAll();
  }

  @Override
  public void close() {
    relay.close();
    checks.shutdownNow();
    if (registered != null) {
      registered.close();
    }
    executor.shutdownNow();
  }
}
