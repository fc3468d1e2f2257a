// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Looks at the cluster's interpreter processes all the time, and at what the metadata names. */
final class ProcessWatch {

  private static final long POLL_MILLIS = 250;

  private static final long LONG_MILLIS = 10_000;

  private final Processes processes;
  private final Findings findings;
  private final Map<Long, String> seen = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private final Queue<ChangeLog.Death> deaths = new ConcurrentLinkedQueue<>();
  private Map<Long, String> living = Map.of();
  private final Map<String, Long> sideBySide = new HashMap<>();

  ProcessWatch(Processes processes, Findings findings) {
    this.processes = processes;
    this.findings = findings;
  }

  void start(Work work) {
    work.repeat("processes-1", POLL_MILLIS, this::look);
  }

  /** All that were seen so far. */
  List<ChangeLog.Death> deaths() {
    return List.copyOf(deaths);
  }

  private void look() throws IOException {
    Map<Long, String> alive = processes.interpreters();
    findings.count("looks at the cluster's processes");
    Set<String> groups = new HashSet<>();
    Set<String> doubled = new HashSet<>();
    alive.forEach(
        (pid, group) -> {
          if (seen.put(pid, group) == null) {
            findings.count("interpreter processes");
          }
          if (!groups.add(group)) {
            doubled.add(group);
          }
        });
    long looked = System.nanoTime();
    living.forEach(
        (pid, group) -> {
          if (!alive.containsKey(pid)) {
            deaths.add(new ChangeLog.Death(group, pid, looked));
          }
        });
    living = alive;
    // Two of a group are no fault while the older one is being stopped: how long that takes is
    // said.
    sideBySide.keySet().retainAll(doubled);
    long now = findings.millis();
    for (String group : doubled) {
      long since = sideBySide.computeIfAbsent(group, g -> now);
      findings.most("longest time of two processes of a group side by side, ms", now - since);
      if (now - since > LONG_MILLIS && told.add(group + since)) {
        Map<Long, String> both = new TreeMap<>(alive);
        both.values().retainAll(Set.of(group));
        findings.say("two processes of " + group + " live for long: " + both.keySet());
      }
    }
  }

  /** What is alive and not named, or named and not alive; empty when they agree. */
  String difference(Api api, int server) throws IOException, InterruptedException {
    List<JsonObject> named = api.list(server, "/cluster/processes");
    if (named == null) {
      return "server " + server + " does not say which processes there are";
    }
    Map<Long, String> alive = new TreeMap<>(processes.interpreters());
    Map<String, Integer> count = new HashMap<>();
    alive.values().forEach(group -> count.merge(group, 1, Integer::sum));
    StringBuilder difference = new StringBuilder();
    for (JsonObject each : named) {
      long pid = each.get("pid").getAsLong();
      String group = each.get("interpreterGroupId").getAsString();
      if (each.get("state").getAsString().equals("RUNNING") && alive.remove(pid) == null) {
        difference.append("server ").append(server).append(" names ").append(group);
        difference.append(" with pid ").append(pid).append(", which does not live. ");
      }
    }
    alive.forEach(
        (pid, group) ->
            difference
                .append("pid ")
                .append(pid)
                .append(" of ")
                .append(group)
                .append(" lives and server ")
                .append(server)
                .append(" does not name it. "));
    return difference.toString();
  }
}
