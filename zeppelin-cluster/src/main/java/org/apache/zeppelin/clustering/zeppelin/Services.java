// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.RetryQueue;
import org.apache.zeppelin.clustering.metadata.raft.RaftMetadata;
import org.apache.zeppelin.clustering.probe.ConnectProbe;
import org.apache.zeppelin.clustering.rpc.LateService;
import org.apache.zeppelin.clustering.rpc.RpcClients;
import org.apache.zeppelin.clustering.rpc.RpcServer;
import org.apache.zeppelin.clustering.rpc.RpcSockets;
import org.apache.zeppelin.clustering.security.ClusterTls;
import org.apache.zeppelin.clustering.servers.LeaderSessions;
import org.apache.zeppelin.clustering.servers.LostServers;
import org.apache.zeppelin.clustering.servers.ServerIdentity;
import org.apache.zeppelin.clustering.servers.ServerSettings;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs from the first moment on: metadata, sessions, calls. Knows nothing of Zeppelin. */
final class Services {

  private static final Logger LOGGER = LoggerFactory.getLogger(Services.class);
  private static final int PROBE_TIMEOUT_MILLIS = 1_000;

  private final ClusterSettings settings;
  private final String release;
  private final Optional<ClusterTls> tls;
  private final RaftMetadata metadata;
  private final LeaderSessions leader;
  private final Servers servers;
  private final RetryQueue retries;
  private final RpcClients clients;
  private final LateService service;
  private final RpcServer rpc;

  Services(ClusterSettings settings, String release) {
    this.settings = settings;
    this.release = release;
    ServerSettings serverSettings = settings.serverSettings();
    this.tls = ClusterTls.open(settings.security());
    this.metadata = new RaftMetadata(settings.metadata(), tls);
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
    RpcSockets sockets =
        tls.map(t -> RpcSockets.tls(t.context(), metadata::admits)).orElseGet(RpcSockets::plain);
    this.clients = new RpcClients(settings.rpcClients(), sockets, System::nanoTime);
    this.service = new LateService(settings.self());
    this.rpc =
        new RpcServer(
            new InetSocketAddress(settings.bind(), settings.servicePort()),
            service,
            settings.rpcLimits(),
            sockets,
            System::nanoTime);
  }

  /**
   * Starts the metadata, which other servers may need before this one can serve.
   *
   * @throws RuntimeException with one sentence on what to mend
   */
  void start() {
    LOGGER.info(
        "Server {} of zeppelin.cluster.addr {}, zeppelin-cluster {}",
        settings.self(),
        settings.servers(),
        release);
    if (settings.insecure()) {
      LOGGER.warn(Insecurity.warning(settings));
    }
    tls.ifPresent(ClusterTls::start);
    try {
      rpc.start();
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    metadata.start(leader);
    metadata.watch(new LostServers(clients));
    leader.start(metadata);
    try {
      metadata.awaitMember(LOGGER::warn);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("This server was ended before it was a member", e);
    }
  }

  ClusterSettings settings() {
    return settings;
  }

  /** Of this module. */
  String release() {
    return release;
  }

  RaftMetadata metadata() {
    return metadata;
  }

  Servers servers() {
    return servers;
  }

  RpcClients clients() {
    return clients;
  }

  RetryQueue retries() {
    return retries;
  }

  /** Answers calls of other servers once something is given to it. */
  LateService service() {
    return service;
  }

  void close() {
    metadata.stepDown();
    rpc.close();
    leader.close();
    retries.close();
    clients.close();
    metadata.close();
    tls.ifPresent(ClusterTls::close);
  }
}
