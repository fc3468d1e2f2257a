// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.servers.wire.Heartbeat;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;

/** What the leader heard last of every server; in memory only. */
final class LoadBoard {

  private final Map<String, ServerLoad> loads = new TreeMap<>();

  /** By server, whose report that is: of which session, and of which number. */
  private final Map<String, String> reports = new HashMap<>();

  /**
   * @param wallMillis the leader's wall clock, for people
   * @return false when the heartbeat's report was left out and is not known: it has to be asked for
   */
  boolean put(Heartbeat heartbeat, long wallMillis) {
    String server = heartbeat.getServer();
    String report = heartbeat.getSession() + "#" + heartbeat.getReport();
    if (heartbeat.isSetProcesses()) {
      reports.put(server, report);
      loads.put(
          server,
          new ServerLoad(server, wallMillis, heartbeat.getLoad(), heartbeat.getProcesses())
              .setAttached(heartbeat.getAttached())
              .setRuns(heartbeat.getRuns()));
      return true;
    }
    if (!report.equals(reports.get(server))) {
      return false;
    }
    ServerLoad before = loads.get(server);
    loads.put(
        server,
        new ServerLoad(server, wallMillis, heartbeat.getLoad(), before.getProcesses())
            .setAttached(before.getAttached())
            .setRuns(before.getRuns()));
    return true;
  }

  void retain(Set<String> servers) {
    loads.keySet().retainAll(servers);
    reports.keySet().retainAll(servers);
  }

  void clear() {
    loads.clear();
    reports.clear();
  }

  /** With numbers in the place of what is counted. */
  List<ServerLoad> counts() {
    return loads.values().stream()
        .map(
            load ->
                new ServerLoad(load.getServer(), load.getHeardMillis(), load.getLoad(), List.of())
                    .setProcessCount(load.getProcessesSize())
                    .setRunCount(runs(load)))
        .collect(Collectors.toList());
  }

  private static int runs(ServerLoad load) {
    return load.isSetRuns()
        ? load.getRuns().values().stream().mapToInt(Integer::intValue).sum()
        : 0;
  }

  List<ServerLoad> all() {
    return new ArrayList<>(loads.values());
  }
}
