// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.zeppelin.clustering.servers.wire.Heartbeat;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;

/** What the leader heard last of every server; in memory only. */
final class LoadBoard {

  private final Map<String, ServerLoad> loads = new TreeMap<>();

  /**
   * @param wallMillis the leader's wall clock, for people
   */
  void put(Heartbeat heartbeat, long wallMillis) {
    loads.put(
        heartbeat.getServer(),
        new ServerLoad(
                heartbeat.getServer(), wallMillis, heartbeat.getLoad(), heartbeat.getProcesses())
            .setAttached(heartbeat.getAttached())
            .setRuns(heartbeat.getRuns()));
  }

  void retain(Set<String> servers) {
    loads.keySet().retainAll(servers);
  }

  void clear() {
    loads.clear();
  }

  List<ServerLoad> all() {
    return new ArrayList<>(loads.values());
  }
}
