// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the servers heard of the log, put together from the lines that the agents in them wrote. The
 * same change on several servers is one; its time is that at which the first of them heard of it.
 */
final class ChangeLog {

  /** One state of a process's entry. */
  static final class Named {
    final String group;
    final long version;
    final long epoch;
    final String state;
    final String manager;
    final long pid;
    final String address;
    final long heard;

    Named(
        String group,
        long version,
        long epoch,
        String state,
        String manager,
        long pid,
        String address,
        long heard) {
      this.group = group;
      this.version = version;
      this.epoch = epoch;
      this.state = state;
      this.manager = manager;
      this.address = address;
      this.pid = pid;
      this.heard = heard;
    }

    @Override
    public String toString() {
      return group + " epoch " + epoch + " version " + version + " " + state + " pid " + pid;
    }
  }

  private static final int LEAST_PARTS = 6;
  private static final long SHORTLY_NANOS = 2_000_000_000L;

  /** The operating system tells a manager of an end at once, and it the others. */
  private static final long SEEN_NANOS = 500_000_000L;

  /** Of a process that is no child of its manager: that looks at it once a heartbeat. */
  private static final long ADOPTED_SEEN_NANOS = 3_000_000_000L;

  /** The end of a process, as the machine shows it, at most a moment before. */
  static final class Death {
    final String group;
    final long pid;
    final long seen;

    Death(String group, long pid, long seen) {
      this.group = group;
      this.pid = pid;
      this.seen = seen;
    }
  }

  private final List<Death> deaths;
  private final Disturbances disturbances;
  private final Map<String, Named> named = new TreeMap<>();
  private final Map<String, Map<Long, Long>> owners = new HashMap<>();
  private final Map<String, List<long[]>> gone = new HashMap<>();
  private final List<Long> expired = new ArrayList<>();
  private final Map<String, Set<String>> begun = new HashMap<>();
  private final Map<String, Map<Long, String>> versions = new HashMap<>();
  private final List<String> conflicts = new ArrayList<>();

  /**
   * @param deaths of processes
   */
  ChangeLog(List<Death> deaths, Disturbances disturbances) {
    this.deaths = deaths;
    this.disturbances = disturbances;
  }

  /** Reads the lines of one server's file. */
  void read(Collection<String> lines) {
    for (String line : lines) {
      String[] parts = line.split("\t");
      // The last line of a server that was killed may be cut off.
      if (parts.length < LEAST_PARTS) {
        continue;
      }
      long heard = Long.parseLong(parts[0]);
      String key = parts[3];
      long version = Long.parseLong(parts[4]);
      long epoch = Long.parseLong(parts[5]);
      if (parts[2].equals("process") && parts.length > 8) {
        String group = key.substring("process/".length());
        same(key, version, parts[6] + " " + parts[7] + " " + parts[8]);
        Named next =
            new Named(
                group,
                version,
                epoch,
                parts[6],
                parts[7],
                Long.parseLong(parts[8]),
                parts.length > 9 ? parts[9] : "-",
                heard);
        named.merge(key + "@" + version, next, ChangeLog::earlier);
      } else if (parts[2].equals("note") && parts.length > 6) {
        same(key, version, parts[6]);
        owned(key.substring("note/".length()), version, heard);
      } else if (parts[2].equals("gone") && key.startsWith("process/")) {
        gone.computeIfAbsent(key.substring("process/".length()), k -> new ArrayList<>())
            .add(new long[] {heard, epoch});
      } else if (parts[2].equals("expired")) {
        expired.add(heard);
      } else if (parts[2].equals("firing") && parts.length > 7 && parts[7].equals("true")) {
        begun
            .computeIfAbsent(key.substring("firing/".length()), k -> new HashSet<>())
            .add(parts[6]);
      }
    }
  }

  private static Named earlier(Named one, Named other) {
    return one.heard <= other.heard ? one : other;
  }

  private void owned(String note, long version, long heard) {
    owners.computeIfAbsent(note, n -> new TreeMap<>()).merge(version, heard, Math::min);
  }

  /**
   * Did the note's owner or the process's manager change, or go, at that time or shortly before?
   */
  boolean moved(String note, long pid, long from, long to) {
    long shortly = from - SHORTLY_NANOS;
    boolean owner =
        owners.getOrDefault(note, new TreeMap<>()).values().stream()
            .anyMatch(heard -> heard > from && heard < to);
    return owner
        || named.values().stream()
            .anyMatch(n -> n.pid == pid && n.heard > shortly && n.heard < to && adopted(n))
        || expired.stream().anyMatch(heard -> heard > shortly && heard < to);
  }

  /**
   * Was there a reason for a run in that group and note to fail at that time?
   *
   * @param waited whether it was still waiting: such ones go with a process that they never had
   */
  boolean reason(String group, String note, boolean waited, long from, long to) {
    long after = to + SHORTLY_NANOS / 2;
    return moved(note, 0, from, after)
        || disturbances.network(from - SHORTLY_NANOS, after)
        || gone.getOrDefault(group, List.of()).stream()
            .anyMatch(
                t -> t[0] > from && t[0] < after && (waited || !deadBefore(group, t[1], from)))
        || deaths.stream()
            .anyMatch(d -> d.group.equals(group) && d.seen + toBeSeen(d) > from && d.seen < after)
        // It had it when somebody began to stop it.
        || named.values().stream()
            .anyMatch(
                n ->
                    n.group.equals(group)
                        && n.state.equals("STOPPING")
                        && n.heard > from
                        && n.heard < after);
  }

  /** Had the process of that epoch ended when the run was asked for, so that it needed another? */
  private boolean deadBefore(String group, long epoch, long from) {
    return named.values().stream()
        .filter(n -> n.group.equals(group) && n.epoch == epoch && n.pid != 0)
        .anyMatch(
            n ->
                deaths.stream()
                    // A manager that sleeps is told of nothing.
                    .anyMatch(
                        d -> d.pid == n.pid && disturbances.awake(d.seen) + toBeSeen(n) < from));
  }

  /**
   * Could connections between a process and its manager be neither kept nor made anew in that time?
   * A process tries three times, one right after the other, to tell of its output, and then goes
   * on.
   */
  boolean reset(long from, long to) {
    return disturbances.reset(from, to);
  }

  private long toBeSeen(Named state) {
    boolean taken =
        named.values().stream()
            .anyMatch(n -> n.pid == state.pid && n.pid != 0 && !n.manager.equals(state.manager));
    return taken ? ADOPTED_SEEN_NANOS : SEEN_NANOS;
  }

  private long toBeSeen(Death death) {
    return named.values().stream()
        .filter(n -> n.pid == death.pid)
        .mapToLong(this::toBeSeen)
        .max()
        .orElse(SEEN_NANOS);
  }

  /** Is it a later state of the epoch, under another manager? */
  private boolean adopted(Named state) {
    return named.values().stream()
        .anyMatch(
            n ->
                n.group.equals(state.group)
                    && n.epoch == state.epoch
                    && n.version < state.version
                    && !n.manager.equals(state.manager));
  }

  /** Two servers that applied the same change have to have applied the same. */
  private void same(String key, long version, String value) {
    String before = versions.computeIfAbsent(key, k -> new HashMap<>()).putIfAbsent(version, value);
    if (before != null && !before.equals(value)) {
      conflicts.add(key + " version " + version + " is '" + before + "' and '" + value + "'");
    }
  }

  /** Changes that two servers saw differently. */
  List<String> conflicts() {
    return conflicts;
  }

  int firingsBegun(String note) {
    return begun.getOrDefault(note, Set.of()).size();
  }

  /** Of each group all states, as the log has them. */
  Map<String, List<Named>> processes() {
    Map<String, List<Named>> all = new TreeMap<>();
    named.values().stream()
        .sorted((a, b) -> Long.compare(a.version, b.version))
        .forEach(n -> all.computeIfAbsent(n.group, g -> new ArrayList<>()).add(n));
    return all;
  }

  /** Epochs that were two processes. */
  List<String> doubledEpochs() {
    List<String> found = new ArrayList<>();
    Map<String, Named> first = new HashMap<>();
    for (List<Named> states : processes().values()) {
      for (Named each : states) {
        if (each.pid == 0) {
          continue;
        }
        Named before = first.putIfAbsent(each.group + "@" + each.epoch, each);
        if (before != null && before.pid != each.pid) {
          found.add(before + " and " + each);
        }
      }
    }
    return found;
  }

  /** Processes that were named under two epochs, by where they listen. */
  List<String> reusedProcesses() {
    List<String> found = new ArrayList<>();
    Map<String, Named> first = new HashMap<>();
    for (List<Named> states : processes().values()) {
      for (Named each : states) {
        Named before = first.putIfAbsent(each.group + "@" + each.address, each);
        if (!each.address.equals("-") && before != null && before.epoch != each.epoch) {
          found.add(before + " at " + each.address + " and " + each);
        }
      }
    }
    return found;
  }

  /** Changes of a process's entry that nobody may make: a claim is for one server, and once. */
  List<String> stolenClaims() {
    List<String> found = new ArrayList<>();
    for (List<Named> states : processes().values()) {
      Named before = null;
      for (Named each : states) {
        boolean again =
            before != null && before.epoch == each.epoch && each.state.equals("STARTING");
        if (again) {
          found.add(before + " of " + before.manager + " and then " + each + " of " + each.manager);
        }
        before = each;
      }
    }
    return found;
  }

  /**
   * What is wrong with a run that began at that time and was served by that process: a later epoch
   * of its group was RUNNING before. Empty when nothing is.
   */
  String servedByOlder(long pid, long began) {
    for (List<Named> states : processes().values()) {
      Named server = null;
      for (Named each : states) {
        server = each.pid == pid ? each : server;
      }
      if (server == null) {
        continue;
      }
      for (Named each : states) {
        if (each.epoch > server.epoch && each.state.equals("RUNNING") && each.heard < began) {
          return server + ", after " + each;
        }
      }
    }
    return "";
  }

  boolean knows(long pid) {
    return named.values().stream().anyMatch(n -> n.pid == pid);
  }
}
