// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;

/**
 * In which processes nothing has run on any server for so long that all servers' word of it must
 * have come. Pure; the moments are monotonic. Used by one thread.
 */
final class QuietGroups {

  private final long quietMillis;
  private final Map<String, Long> since = new HashMap<>();

  /**
   * @param quietMillis longer than a run's begin may take to be heard of
   */
  QuietGroups(long quietMillis) {
    this.quietMillis = quietMillis;
  }

  /**
   * @param heard what the leader heard last of every server
   */
  boolean quiet(String interpreterGroupId, List<ServerLoad> heard, long nowMillis) {
    if (runs(interpreterGroupId, heard)) {
      since.remove(interpreterGroupId);
      return false;
    }
    return nowMillis - since.computeIfAbsent(interpreterGroupId, id -> nowMillis) >= quietMillis;
  }

  private static boolean runs(String interpreterGroupId, List<ServerLoad> heard) {
    return heard.stream()
        .anyMatch(load -> load.isSetRuns() && load.getRuns().containsKey(interpreterGroupId));
  }

  /** What was seen does not count any more. */
  void forget() {
    since.clear();
  }
}
