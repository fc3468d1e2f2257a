// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

/** A server as {@code GET /api/cluster/servers} shows it; field names are the JSON's. */
final class ServerJson {
  final String id;
  final String host;
  final int port;
  final String state;
  final String role;
  final boolean leader;
  final String startTime;
  final String heartbeat;
  final long cpuCapacity;
  final long cpuUsed;
  final long memoryCapacity;
  final long memoryUsed;
  final int processes;
  final String drain;
  final Left left;

  /**
   * @param port of the web UI; 0 for a server that never came up
   * @param role voter, listener, or null for a server that was removed
   * @param startTime ISO-8601 in UTC, as the server's own clock said; null when unknown
   * @param heartbeat ISO-8601 in UTC, as the leader's clock said; null when unknown
   * @param cpuCapacity thousandths of a core
   * @param memoryCapacity bytes
   * @param drain what becomes of its processes, "stay" or "restart"; null unless it is drained
   * @param left what it still has; null unless it is drained
   */
  ServerJson(
      String id,
      String host,
      int port,
      String state,
      String role,
      boolean leader,
      String startTime,
      String heartbeat,
      long cpuCapacity,
      long cpuUsed,
      long memoryCapacity,
      long memoryUsed,
      int processes,
      String drain,
      Left left) {
    this.id = id;
    this.host = host;
    this.port = port;
    this.state = state;
    this.role = role;
    this.leader = leader;
    this.startTime = startTime;
    this.heartbeat = heartbeat;
    this.cpuCapacity = cpuCapacity;
    this.cpuUsed = cpuUsed;
    this.memoryCapacity = memoryCapacity;
    this.memoryUsed = memoryUsed;
    this.processes = processes;
    this.drain = drain;
    this.left = left;
  }

  /** What a server that is drained still has. */
  static final class Left {
    final int notes;
    final int processes;
    final int runs;

    /**
     * @param notes of which it is the owner
     * @param processes that it manages
     * @param runs paragraphs that it runs
     */
    Left(int notes, int processes, int runs) {
      this.notes = notes;
      this.processes = processes;
      this.runs = runs;
    }
  }
}
