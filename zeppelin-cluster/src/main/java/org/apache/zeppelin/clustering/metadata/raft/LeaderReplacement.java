// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.ReplicationLevel;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.probe.ConnectProbe;
import org.apache.zeppelin.clustering.probe.Probe;

/** {@link LeaderWatch} and {@link CrashedLeader}, with the Raft server of this JVM. */
final class LeaderReplacement {

  /** A host that has lost a process says so in no time, one that is gone says nothing. */
  private static final int PROBE_MILLIS = 200;

  private static final int CONNECT_MILLIS = 100;

  private final ExecutorService connects = Threads.growing("metadata-leader-connect");
  private final MetadataSettings settings;
  private final RaftNode node;
  private final Roster roster;
  private final Router router;
  private final Reachability reachability;
  private final CrashedLeader crashed;
  private final LeaderWatch watch;

  LeaderReplacement(
      MetadataSettings settings,
      RaftNode node,
      Roster roster,
      Router router,
      Reachability reachability) {
    this.settings = settings;
    this.node = node;
    this.roster = roster;
    this.router = router;
    this.reachability = reachability;
    crashed = new CrashedLeader(settings.serverId());
    watch =
        new LeaderWatch(
            new Voter(),
            this::hold,
            LeaderReplacement::refuses,
            leader -> crashed.refuses(leader, roster.members().voters()));
  }

  /** Another server may lead. Does not block. */
  void moved() {
    watch.moved();
  }

  /** That server has answered this one. */
  void answered(String server) {
    crashed.answers(server);
  }

  void close() {
    watch.close();
    connects.shutdownNow();
  }

  private CompletableFuture<?> hold(String leader) {
    return router.askOnce(
        leader,
        RaftClientRequest.watchRequestType(Long.MAX_VALUE, ReplicationLevel.MAJORITY),
        new byte[0],
        TimeUnit.SECONDS.toMillis(RaftOptions.HOLD_GIVEN_UP_SECONDS));
  }

  private static boolean refuses(String server) {
    return new ConnectProbe(PROBE_MILLIS).probe(RaftOptions.host(server), RaftOptions.port(server))
        == Probe.Outcome.REFUSED;
  }

  /** One of them may have come back a moment ago, and be needed. */
  private void connectToWhomIsBack(String lostLeader) {
    CompletableFuture<?>[] made =
        reachability.missing().stream()
            .filter(server -> !server.equals(lostLeader))
            .map(server -> CompletableFuture.runAsync(() -> node.connectAgain(server), connects))
            .toArray(CompletableFuture<?>[]::new);
    // The new connection is there at once; it is the end of one to a paused server that takes long.
    CompletableFuture.allOf(made)
        .completeOnTimeout(null, CONNECT_MILLIS, TimeUnit.MILLISECONDS)
        .join();
  }

  private final class Voter implements LeaderWatch.Voter {
    @Override
    public Optional<String> leader() {
      return Optional.ofNullable(node.leader())
          .map(roster::name)
          .filter(leader -> !leader.equals(settings.serverId()));
    }

    @Override
    public void stand(String lostLeader) {
      connectToWhomIsBack(lostLeader);
      try {
        node.stand(RaftOptions.peerId(lostLeader));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
