// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;

/**
 * Sends heartbeats to a server that does not vote less often than to one that does: such a server
 * never stands for election, so that nothing happens when it does not hear of its leader, and what
 * is committed it is told out of turn ({@link CommitNews}). In a large cluster most servers are of
 * that kind, and each heartbeat says how far every server has committed.
 */
final class PatientAppender extends GrpcLogAppender {

  /**
   * Less than a session's timeout: who missed the news of a commit waits for the next heartbeat.
   */
  private static final int INTERVAL_MILLIS = 3_000;

  private volatile boolean asked;

  PatientAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
    super(server, state, follower);
  }

  @Override
  public void triggerHeartbeat() {
    asked = true;
    super.triggerHeartbeat();
  }

  @Override
  protected void resetHeartbeatTrigger() {
    asked = false;
    super.resetHeartbeatTrigger();
  }

  @Override
  public long getHeartbeatWaitTimeMs() {
    long usual = super.getHeartbeatWaitTimeMs();
    return asked || votes(getServer().getRaftConf(), getFollowerId())
        ? usual
        : patiently(usual, getServer().properties().minRpcTimeoutMs());
  }

  /** While members change, who votes in either configuration does; who joins counts as voting. */
  static boolean votes(RaftConfiguration configuration, RaftPeerId server) {
    return configuration.getPeer(server, RaftPeerRole.FOLLOWER) != null
        || configuration.getPeer(server, RaftPeerRole.LISTENER) == null;
  }

  /**
   * @param usualMillis until the next heartbeat, when one is sent in half an election timeout
   */
  static long patiently(long usualMillis, int electionTimeoutMillis) {
    return usualMillis + Math.max(0, INTERVAL_MILLIS - electionTimeoutMillis / 2);
  }
}
