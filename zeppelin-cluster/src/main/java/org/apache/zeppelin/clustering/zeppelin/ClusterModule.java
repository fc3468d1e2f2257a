// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.thrift.TException;
import org.apache.zeppelin.clustering.hooks.Cluster;
import org.apache.zeppelin.clustering.hooks.ClusterRest;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.InterpreterCluster;
import org.apache.zeppelin.clustering.interpreters.LateService;
import org.apache.zeppelin.clustering.interpreters.placement.Placement;
import org.apache.zeppelin.clustering.metadata.RetryQueue;
import org.apache.zeppelin.clustering.metadata.raft.RaftMetadata;
import org.apache.zeppelin.clustering.rpc.RpcClients;
import org.apache.zeppelin.clustering.rpc.RpcServer;
import org.apache.zeppelin.clustering.servers.ConnectProbe;
import org.apache.zeppelin.clustering.servers.LeaderSessions;
import org.apache.zeppelin.clustering.servers.ServerIdentity;
import org.apache.zeppelin.clustering.servers.ServerSettings;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.web.ClusterApi;
import org.apache.zeppelin.clustering.web.RestAnswers;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;
import org.apache.zeppelin.interpreter.ManagedInterpreterGroup;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcessListener;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.notebook.Paragraph;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The module as a whole: puts its parts together and carries them through a server's life. {@link
 * #start} brings the metadata up before Zeppelin builds anything; {@link #complete} makes this
 * server a member once Zeppelin is complete; {@link #shutdown} leaves the cluster.
 */
@TouchesZeppelin("put the module together from what Zeppelin has made")
public final class ClusterModule implements Cluster {

  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterModule.class);
  private static final long NOTE_LIST_PAUSE_MILLIS = 1_000;
  private static final int PROBE_TIMEOUT_MILLIS = 1_000;
  private static final long JOIN_WAIT_SECONDS = 60;
  private static final String JOINING =
      "This server is still joining the cluster; try again in a moment.";

  private final ClusterSettings settings;
  private final String release;
  private final RaftMetadata metadata;
  private final LeaderSessions leader;
  private final Servers servers;
  private final RetryQueue retries;
  private final RpcClients clients;
  private final LateService service;
  private final RpcServer rpc;
  private final CurrentParagraph paragraph =
      new CurrentParagraph(() -> joinedAlready().map(Joined::output).orElse(null));
  private final NoteFinder notes;
  private final ClusterRest rest;
  private final ZeppelinRelease zeppelin;
  private final CompletableFuture<Joined> joined = new CompletableFuture<>();

  private ClusterModule(ClusterSettings settings, ZeppelinRelease zeppelin, String release) {
    this.zeppelin = zeppelin;
    this.notes = new NoteFinder(zeppelin, System::nanoTime, NOTE_LIST_PAUSE_MILLIS);
    this.settings = settings;
    this.release = release;
    ServerSettings serverSettings = settings.serverSettings();
    this.metadata = new RaftMetadata(settings.metadata());
    this.leader = new LeaderSessions(serverSettings, new ConnectProbe(PROBE_TIMEOUT_MILLIS));
    this.servers =
        new Servers(
            metadata,
            new ServerIdentity(
                settings.self(),
                settings.ownHost(),
                settings.servicePort(),
                settings.webPort(),
                System.currentTimeMillis(),
                List.copyOf(settings.labels()),
                release,
                settings.weight(),
                settings.maxProcesses()),
            serverSettings);
    this.retries = new RetryQueue(settings.metadata(), metadata::commit);
    this.clients = new RpcClients(settings.rpcClients());
    this.service = new LateService(settings.self());
    this.rpc =
        new RpcServer(
            new InetSocketAddress(settings.bind(), settings.servicePort()),
            service,
            settings.rpcLimits());
    this.rest = new RestAnswers(new ClusterApi(settings.addressText(), metadata, servers));
  }

  /** Puts the parts together; starts nothing. */
  public static ClusterModule create(ClusterSettings settings, ZeppelinRelease zeppelin) {
    String release = ClusterModule.class.getPackage().getImplementationVersion();
    return new ClusterModule(settings, zeppelin, release == null ? "development" : release);
  }

  /**
   * Starts the metadata, which other servers may need before this one can serve.
   *
   * @throws RuntimeException with one sentence on what to mend
   */
  public void start() {
    LOGGER.info(
        "Server {} of cluster {}, zeppelin-cluster {}",
        settings.self(),
        settings.servers(),
        release);
    LOGGER.warn(
        "The ports {} and {} on {} ask nobody who he is: whoever reaches them can run code on this"
            + " server. Keep them inside a network that you trust",
        ClusterAddress.port(settings.self()),
        settings.servicePort(),
        settings.bind());
    try {
      rpc.start();
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    metadata.start(leader);
    leader.start(metadata);
  }

  /** Takes calls of other servers, then becomes a member. */
  @Override
  public synchronized void complete(Notebook notebook) {
    if (joined.isDone()) {
      return;
    }
    Joined parts = new Joined(notebook.getInterpreterSettingManager());
    parts.start();
    joined.complete(parts);
  }

  /** Everything that needs Zeppelin's own objects. */
  private final class Joined {
    private final InterpreterSettingManager interpreterSettings;
    private final InterpreterCluster cluster;
    private final Door door;
    private final Closer closer;
    private final EventGateway events;

    Joined(InterpreterSettingManager interpreterSettings) {
      this.interpreterSettings = interpreterSettings;
      ProcessIdentity identity = new ProcessIdentity();
      GroupsInPlace inPlace = new GroupsInPlace();
      ZeppelinGroups groups =
          new ZeppelinGroups(interpreterSettings, inPlace, identity, new FormerProcesses(identity));
      this.cluster =
          new InterpreterCluster(
              metadata,
              servers,
              clients,
              groups,
              message -> joined().events.receive(message),
              retries::submit,
              new Placement(settings.placement()),
              settings.interpreters(),
              release,
              System::nanoTime);
      this.events = new EventGateway(cluster, interpreterSettings.getInterpreterEventServer());
      this.door = new Door(cluster, interpreterSettings, groups, inPlace, paragraph, zeppelin);
      this.closer = new Closer(cluster, metadata, groups, inPlace);
      servers.reportAttached(inPlace::attached);
    }

    void start() {
      cluster.start();
      service.serve(cluster.rpc());
      servers.start();
    }

    RemoteInterpreterProcessListener output() {
      return interpreterSettings.getRemoteInterpreterProcessListener();
    }

    void close() {
      closer.closeAll();
      cluster.close();
      servers.close();
    }
  }

  /** Waits for the parts: Zeppelin answers requests a moment before it is complete. */
  private Joined joined() {
    try {
      return joined.get(JOIN_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(JOINING, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(JOINING, e);
    }
  }

  private Optional<Joined> joinedAlready() {
    return Optional.ofNullable(joined.getNow(null));
  }

  @Override
  public RemoteInterpreterProcess process(
      ManagedInterpreterGroup group, String userName, Properties properties) throws IOException {
    return joined().door.getOrCreateInterpreterProcess(group, userName, properties);
  }

  @Override
  public boolean createInterpreter(
      RemoteInterpreter interpreter, String sessionId, Properties properties) throws IOException {
    return joined().door.createInterpreter(interpreter, sessionId, properties);
  }

  @Override
  public void running(RemoteInterpreter interpreter, InterpreterContext context)
      throws InterpreterException {
    joined().door.running(interpreter, context);
  }

  @Override
  public boolean closeSession(ManagedInterpreterGroup group, String sessionId) {
    return joined().closer.closeSession(group, sessionId);
  }

  @Override
  public boolean closeGroup(ManagedInterpreterGroup group) {
    return joined().closer.closeGroup(group);
  }

  @Override
  public void closeSetting(String settingId) {
    joined().closer.closeSetting(settingId);
  }

  @Override
  public void closeAll() {
    joinedAlready().ifPresent(j -> j.closer.closeAll());
  }

  @Override
  public Object[] event(String method, Object[] arguments) throws TException {
    return joined().events.forward(method, arguments);
  }

  @Override
  public void findNote(NoteManager known, NotebookRepo storage, String noteId) throws IOException {
    notes.find(known, storage, noteId);
  }

  @Override
  public void runBegins(Paragraph running) {
    paragraph.begin(running);
  }

  @Override
  public void runEnds() {
    paragraph.end();
  }

  @Override
  public Class<?> restFilter() {
    return zeppelin.restFilter();
  }

  @Override
  public ClusterRest rest() {
    return rest;
  }

  /** Leaves the cluster: stops what this server manages, ends its session, closes everything. */
  public synchronized void shutdown() {
    LOGGER.info("Server {} leaves the cluster", settings.self());
    joinedAlready().ifPresent(Joined::close);
    rpc.close();
    leader.close();
    retries.close();
    clients.close();
    metadata.close();
  }
}
