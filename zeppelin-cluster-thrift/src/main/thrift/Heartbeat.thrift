// SPDX-License-Identifier: Apache-2.0

/* What a server tells the leader once a second; kept in the leader's memory, never in the log. */
namespace java org.apache.zeppelin.clustering.servers.wire

/** Averages over the server's sliding window. */
struct Load {
  /** Thousandths of a core. */
  1: required i64 cpuCapacity,
  2: required i64 cpuUsed,
  /** Bytes. */
  3: required i64 memoryCapacity,
  4: required i64 memoryUsed
}

struct ProcessLiveness {
  1: required string interpreterGroupId,
  2: required i64 epoch
}

struct Heartbeat {
  1: required string server,
  2: required string session,
  3: required Load load,
  /**
   * Every process that this server manages and sees alive. This and the next two are left out when
   * the leader has said that it has them under this report's number.
   */
  4: optional list<ProcessLiveness> processes,
  /** Every process that this server uses, its own among them. */
  5: optional list<ProcessLiveness> attached,
  /** By interpreter group, how many paragraphs this server runs in its process just now. */
  6: optional map<string, i32> runs,
  /** Another one whenever one of the three has changed; counts from 1 in each run of the server. */
  7: required i64 report
}

struct HeartbeatReply {
  /** False: the session has expired; what was tied to it is gone. */
  1: required bool sessionOpen,
  /** The number of the report that the leader has of that session; not set when it has none. */
  2: optional i64 report
}

/** What the leader heard last of a server. */
struct ServerLoad {
  1: required string server,
  /** The leader's wall clock, for people to read. */
  2: required i64 heardMillis,
  3: required Load load,
  4: required list<ProcessLiveness> processes,
  5: optional list<ProcessLiveness> attached,
  6: optional map<string, i32> runs,
  /** In place of `processes`, `attached` and `runs`, where only their numbers were asked for. */
  7: optional i32 processCount,
  8: optional i32 runCount
}

struct ClusterLoads {
  1: required string leader,
  2: required list<ServerLoad> servers
}
