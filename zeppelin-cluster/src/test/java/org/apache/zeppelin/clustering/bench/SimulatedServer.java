// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.raft.RaftMetadata;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.apache.zeppelin.clustering.probe.ConnectProbe;
import org.apache.zeppelin.clustering.rpc.LateService;
import org.apache.zeppelin.clustering.rpc.RpcLimits;
import org.apache.zeppelin.clustering.rpc.RpcServer;
import org.apache.zeppelin.clustering.servers.LeaderSessions;
import org.apache.zeppelin.clustering.servers.ServerIdentity;
import org.apache.zeppelin.clustering.servers.ServerSettings;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.wire.ProcessLiveness;

/**
 * A server without Zeppelin and interpreter processes: its part of the log, its session and its
 * heartbeats are real, with the defaults of the settings.
 */
final class SimulatedServer implements AutoCloseable {

  private static final ServerSettings SERVER_SETTINGS =
      new ServerSettings(1_000, 5_000, 10_000, 10_000);
  private static final int PROBE_MILLIS = 1_000;

  /** Those that have JVMs of their own. */
  private static final int VOTERS = 3;

  final RaftMetadata metadata;
  final Servers servers;
  private final LeaderSessions leader;
  private final RpcServer rpc;
  private final AtomicLong heardNanos = new AtomicLong();
  private volatile List<ProcessLiveness> alive = List.of();

  SimulatedServer(String id, List<String> all, int servicePort, Path dir) {
    metadata =
        new RaftMetadata(
            MetadataSettings.builder()
                .serverId(id)
                .servers(all)
                .bindAddress("localhost")
                .storageDir(dir)
                .electionTimeoutMinMillis(600)
                .electionTimeoutMaxMillis(1_200)
                .maxVoters(VOTERS)
                .build());
    leader = new LeaderSessions(SERVER_SETTINGS, new ConnectProbe(PROBE_MILLIS));
    servers =
        new Servers(
            metadata,
            new ServerIdentity(id, "localhost", servicePort, 1, 1, List.of(), "bench", 1, 0),
            SERVER_SETTINGS);
    rpc =
        new RpcServer(
            new InetSocketAddress("localhost", servicePort),
            new LateService(id),
            RpcLimits.defaults());
  }

  void start() throws IOException {
    rpc.start();
    metadata.start(leader);
    leader.start(metadata);
    servers.reportProcesses(() -> alive);
    metadata.watch(new Ear());
    servers.start();
  }

  /** From now on it reports so many of the processes of {@link Fill} as alive. */
  void reports(int from, int until) {
    List<ProcessLiveness> reported = new ArrayList<>();
    for (int number = from; number < until; number++) {
      reported.add(new ProcessLiveness(Fill.group(number), 1));
    }
    alive = reported;
  }

  /** When the last event came, of the clock that all processes of a machine share; 0 for never. */
  long heardNanos() {
    return heardNanos.get();
  }

  @Override
  public void close() {
    rpc.close();
    leader.close();
    servers.close();
    metadata.close();
  }

  private final class Ear implements MetadataListener {
    @Override
    public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {}

    @Override
    public void sessionExpired(long index, Session session, String reason) {}

    @Override
    public void published(long index, String topic, byte[] payload) {
      heardNanos.set(System.nanoTime());
    }

    @Override
    public void skippedTo(long index) {}
  }
}
