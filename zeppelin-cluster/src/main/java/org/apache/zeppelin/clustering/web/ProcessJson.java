// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import java.util.List;

/** A process as {@code GET /api/cluster/processes} shows it; field names are the JSON's. */
final class ProcessJson {
  final String interpreterGroupId;
  final String setting;
  final String server;
  final String host;
  final int port;
  final long pid;
  final long epoch;
  final String state;
  final String startTime;
  final String heartbeat;
  final List<String> attached;
  final String webUrl;

  /**
   * @param server id of the server that manages it
   * @param host null while it starts
   * @param startTime ISO-8601 in UTC, as the manager's clock said; null while it starts
   * @param heartbeat when the leader last heard of it, by the leader's clock; null when never
   * @param attached ids of the servers that use it, the manager among them if it does
   * @param webUrl the web page that it serves; null when it named none
   */
  ProcessJson(
      String interpreterGroupId,
      String setting,
      String server,
      String host,
      int port,
      long pid,
      long epoch,
      String state,
      String startTime,
      String heartbeat,
      List<String> attached,
      String webUrl) {
    this.interpreterGroupId = interpreterGroupId;
    this.setting = setting;
    this.server = server;
    this.host = host;
    this.port = port;
    this.pid = pid;
    this.epoch = epoch;
    this.state = state;
    this.startTime = startTime;
    this.heartbeat = heartbeat;
    this.attached = List.copyOf(attached);
    this.webUrl = webUrl;
  }
}
