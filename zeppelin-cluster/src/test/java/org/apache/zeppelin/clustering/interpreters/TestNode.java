// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.zeppelin.clustering.interpreters.placement.Placement;
import org.apache.zeppelin.clustering.interpreters.placement.PlacementSettings;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.raft.RaftMetadata;
import org.apache.zeppelin.clustering.probe.ConnectProbe;
import org.apache.zeppelin.clustering.rpc.CronCalls;
import org.apache.zeppelin.clustering.rpc.LateService;
import org.apache.zeppelin.clustering.rpc.NoteCalls;
import org.apache.zeppelin.clustering.rpc.RpcClientSettings;
import org.apache.zeppelin.clustering.rpc.RpcClients;
import org.apache.zeppelin.clustering.rpc.RpcLimits;
import org.apache.zeppelin.clustering.rpc.RpcServer;
import org.apache.zeppelin.clustering.servers.LeaderSessions;
import org.apache.zeppelin.clustering.servers.ServerIdentity;
import org.apache.zeppelin.clustering.servers.ServerSettings;
import org.apache.zeppelin.clustering.servers.Servers;

/** A server without Zeppelin: real Raft, sessions and calls, with processes of a fake world. */
public final class TestNode {

  static final String RELEASE = "test";

  private static final ServerSettings SERVER_SETTINGS =
      new ServerSettings(200, 2_000, 2_000, 5_000);

  public final String id;
  public final RaftMetadata metadata;
  final LeaderSessions leader;
  public final Servers servers;
  private final LateService service;
  final RpcServer rpc;
  public final RpcClients clients;
  final InterpreterCluster cluster;
  final FakeWorld.Local local;
  private final Supplier<TestNode> nextLife;
  private NoteCalls notes;
  private CronCalls cron;
  private boolean closed;

  /** False: what may be committed later is not, as while a majority is away. */
  volatile boolean laterCommits = true;

  public TestNode(
      String id,
      List<String> all,
      int servicePort,
      Path dir,
      FakeWorld world,
      UnaryOperator<byte[]> events) {
    this.id = id;
    this.nextLife = () -> new TestNode(id, all, servicePort, dir, world, events);
    this.local = world.new Local(id);
    this.metadata =
        new RaftMetadata(
            MetadataSettings.builder()
                .serverId(id)
                .servers(all)
                .bindAddress("localhost")
                .storageDir(dir)
                .clusterName("test")
                .requestTimeoutMillis(5_000)
                .build());
    this.leader = new LeaderSessions(SERVER_SETTINGS, new ConnectProbe(500));
    this.servers =
        new Servers(
            metadata,
            new ServerIdentity(id, "localhost", servicePort, 1, 1, List.of(), RELEASE, 1, 0),
            SERVER_SETTINGS);
    this.clients = new RpcClients(RpcClientSettings.defaults());
    this.cluster =
        new InterpreterCluster(
            metadata,
            servers,
            clients,
            local,
            events,
            (key, commands) -> laterCommits ? metadata.commit(commands) : new CompletableFuture<>(),
            new Placement(
                PlacementSettings.builder().policy("local-first").thresholds(1, 1).build()),
            new InterpreterSettings(20_000, 3_000, 2_000, 50),
            RELEASE,
            System::nanoTime);
    this.service = new LateService(id);
    this.rpc =
        new RpcServer(
            new InetSocketAddress("localhost", servicePort), service, RpcLimits.defaults());
  }

  /** What this server answers to calls about notes; to be given before the start. */
  public void serve(NoteCalls noteCalls) {
    notes = noteCalls;
  }

  /** What this server answers to calls about scheduled notes; to be given before the start. */
  public void serve(CronCalls cronCalls) {
    cron = cronCalls;
  }

  public void start() throws Exception {
    metadata.start(leader);
    leader.start(metadata);
    service.serve(cluster.rpc(), notes, cron, null, null);
    rpc.start();
    cluster.start();
    servers.start();
  }

  /** Cuts it off from the metadata; its service goes on answering, so that it is no crash. */
  public void cutOff() {
    leader.close();
    metadata.close();
  }

  /** The same server as it comes back after a crash: it knows what its disk knows. Not started. */
  TestNode nextLife() {
    return nextLife.get();
  }

  /** Ends as if the JVM had died: no session is given back, no process is stopped. */
  public void crash() {
    if (closed) {
      return;
    }
    closed = true;
    rpc.close();
    cluster.close();
    leader.close();
    metadata.close();
    // Last, so that the end of the session cannot be committed any more.
    servers.close();
    clients.close();
  }
}
