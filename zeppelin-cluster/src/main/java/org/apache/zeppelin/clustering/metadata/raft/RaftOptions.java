// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;

/** Our settings in the words of Ratis, and why each default of Ratis was not good enough. */
final class RaftOptions {

  private static final int KILOBYTE = 1024;
  private static final int MEGABYTE = 1024 * KILOBYTE;

  /** How long a leader leaves a request unanswered that waits for its end. */
  private static final int HOLD_SECONDS = 10;

  /** After which it does not come any more: the leader is cut off or paused. */
  static final int HOLD_GIVEN_UP_SECONDS = 15;

  private RaftOptions() {}

  /** Ratis puts the id into JMX names, where a colon may not be. */
  static RaftPeerId peerId(String serverId) {
    return RaftPeerId.valueOf(serverId.replace(':', '_'));
  }

  /** By its name, not its address: a server may come back under another address. */
  static RaftPeer peer(String serverId) {
    return peer(serverId, RaftPeerRole.FOLLOWER);
  }

  static RaftPeer peer(String serverId, RaftPeerRole role) {
    return RaftPeer.newBuilder()
        .setId(peerId(serverId))
        .setAddress(serverId)
        .setStartupRole(role)
        .build();
  }

  static List<RaftPeer> peers(Membership members) {
    List<RaftPeer> peers = new ArrayList<>();
    members.voters().forEach(server -> peers.add(peer(server)));
    members.listeners().forEach(server -> peers.add(peer(server, RaftPeerRole.LISTENER)));
    return peers;
  }

  static String host(String serverId) {
    return serverId.substring(0, serverId.lastIndexOf(':'));
  }

  static int port(String serverId) {
    return Integer.parseInt(serverId.substring(serverId.lastIndexOf(':') + 1));
  }

  static RaftGroup group(String clusterName, Membership members) {
    return RaftGroup.valueOf(groupId(clusterName), peers(members));
  }

  static RaftGroupId groupId(String clusterName) {
    byte[] name = ("zeppelin-cluster/" + clusterName).getBytes(StandardCharsets.UTF_8);
    return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(name));
  }

  static RaftProperties properties(MetadataSettings settings, File raftDir) {
    RaftProperties properties = new RaftProperties();
    network(properties, settings);
    elections(properties, settings);
    members(properties);
    reads(properties);
    log(properties, settings, raftDir);
    snapshots(properties, settings);
    return properties;
  }

  /**
   * For connections to servers.
   *
   * @param attemptMillis longest wait for an answer
   */
  static RaftProperties clientProperties(MetadataSettings settings, int attemptMillis) {
    RaftProperties properties = new RaftProperties();
    network(properties, settings);
    RaftClientConfigKeys.Rpc.setRequestTimeout(
        properties, TimeDuration.valueOf(attemptMillis, TimeUnit.MILLISECONDS));
    return properties;
  }

  private static void network(RaftProperties properties, MetadataSettings settings) {
    int port = port(settings.serverId());
    GrpcConfigKeys.Server.setHost(properties, settings.bindAddress());
    GrpcConfigKeys.Server.setPort(properties, port);
    GrpcConfigKeys.Client.setHost(properties, settings.bindAddress());
    GrpcConfigKeys.Admin.setHost(properties, settings.bindAddress());
    // A frame carries one full buffer of the appender and its envelope.
    GrpcConfigKeys.setMessageSizeMax(
        properties, SizeInBytes.valueOf(settings.maxMessageBytes() + 2L * MEGABYTE));
    TimeDuration attempt =
        TimeDuration.valueOf(settings.attemptTimeoutMillis(), TimeUnit.MILLISECONDS);
    RaftServerConfigKeys.Rpc.setRequestTimeout(properties, attempt);
    RaftClientConfigKeys.Rpc.setRequestTimeout(properties, attempt);
    // A request that waits for the leader's end is answered by the leader, not given up before.
    RaftServerConfigKeys.Watch.setTimeout(
        properties, TimeDuration.valueOf(HOLD_SECONDS, TimeUnit.SECONDS));
    RaftClientConfigKeys.Rpc.setWatchRequestTimeout(
        properties, TimeDuration.valueOf(HOLD_GIVEN_UP_SECONDS, TimeUnit.SECONDS));
  }

  private static void elections(RaftProperties properties, MetadataSettings settings) {
    RaftServerConfigKeys.Rpc.setTimeoutMin(
        properties,
        TimeDuration.valueOf(settings.electionTimeoutMinMillis(), TimeUnit.MILLISECONDS));
    RaftServerConfigKeys.Rpc.setTimeoutMax(
        properties,
        TimeDuration.valueOf(settings.electionTimeoutMaxMillis(), TimeUnit.MILLISECONDS));
    // A server that was away must not depose a leader whom the others still hear.
    RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
    // After losing a majority a server may not stand for this long; the default of 10 s would turn
    // a short cut of the network into ten seconds without service.
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
        properties,
        TimeDuration.valueOf(2L * settings.electionTimeoutMaxMillis(), TimeUnit.MILLISECONDS));
    // A pause (a laptop's sleep, a stopped container) over this closes the server for good; the
    // default is a minute, and nothing of ours is unsafe after a longer one.
    RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(1, TimeUnit.DAYS));
  }

  private static void members(RaftProperties properties) {
    // How long a server that is added may say nothing; the default is three elections.
    RaftServerConfigKeys.setStagingTimeout(properties, TimeDuration.valueOf(10, TimeUnit.SECONDS));
  }

  private static void reads(RaftProperties properties) {
    // Only the way to the leader: what makes an answer true are the voters, see
    // LeaderConfirmation.
    RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.DEFAULT);
    RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, false);
  }

  private static void log(RaftProperties properties, MetadataSettings settings, File raftDir) {
    RaftServerConfigKeys.setStorageDir(properties, List.of(raftDir));
    RaftServerConfigKeys.setRemovedGroupsDir(properties, new File(raftDir, "removed"));
    // The other policy drops the entries after a damaged one and starts as if they never were.
    RaftServerConfigKeys.Log.setCorruptionPolicy(
        properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
    // By default each append waits for the one before, and fails with it: after one of a former
    // leader that came too late, a follower takes no more until it restarts.
    RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
    // An entry after each commit, for nothing but the index of that: see CommitNews.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
    // Both acknowledge before the disk has the entry.
    RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
    RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
    // Room for the largest request in its envelope; a larger entry would close the leader.
    SizeInBytes entry = SizeInBytes.valueOf(settings.maxMessageBytes() + 64L * KILOBYTE);
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, entry);
    RaftServerConfigKeys.Log.setWriteBufferSize(
        properties, SizeInBytes.valueOf(settings.maxMessageBytes() + (long) MEGABYTE));
    // The default of 1 ms is slept before every append and is most of a commit's time.
    RaftServerConfigKeys.Log.Appender.setWaitTimeMin(
        properties, TimeDuration.valueOf(200, TimeUnit.MICROSECONDS));
    // By default a follower that is back after half a minute is tried after five seconds more, and
    // one that was away for an hour and a half is tried without a pause.
    RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, "1ms,5,100ms,20,250ms,1000000000");
    // A dead follower must not keep the log from being purged; it catches up by a snapshot.
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    RaftServerConfigKeys.Log.setPurgeGap(
        properties, Math.max(1, Math.min(1024, settings.snapshotThreshold() / 2)));
    // Small segments, since only whole ones are purged; each holds the largest entry.
    long segment = 2L * settings.maxMessageBytes();
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(segment));
    RaftServerConfigKeys.Log.setPreallocatedSize(
        properties, SizeInBytes.valueOf(Math.min(segment, MEGABYTE)));
  }

  private static void snapshots(RaftProperties properties, MetadataSettings settings) {
    // Off by default: a log that grows for ever and a restart that replays all of it.
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
    RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, settings.snapshotThreshold());
    RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, SnapshotStore.RETAINED);
    // The leader sends the file; with notifications instead, 3.3.0 can loop for ever (RATIS-2500).
    RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, true);
    // A chunk must fit the frame; the default of 16 MB does not.
    RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(
        properties, SizeInBytes.valueOf(Math.min(4L * MEGABYTE, settings.maxMessageBytes())));
  }
}
