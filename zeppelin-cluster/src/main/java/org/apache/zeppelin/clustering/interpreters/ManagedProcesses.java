// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.servers.wire.ProcessLiveness;

/**
 * The processes that this server manages, by interpreter group. Safe for use by several threads.
 */
final class ManagedProcesses {

  private final String serverId;
  private final Map<String, ManagedProcess> byGroup = new ConcurrentHashMap<>();
  private final Map<String, Integer> beingTaken = new ConcurrentHashMap<>();
  private final Map<String, Integer> beingStarted = new ConcurrentHashMap<>();
  private final Map<String, Long> movedAway = new ConcurrentHashMap<>();

  ManagedProcesses(String serverId) {
    this.serverId = serverId;
  }

  /** From now until {@link #taken} nobody is told that the group has no process here. */
  void taking(String interpreterGroupId) {
    beingTaken.merge(interpreterGroupId, 1, Integer::sum);
  }

  void taken(String interpreterGroupId) {
    done(beingTaken, interpreterGroupId);
  }

  /** From now until {@link #started} the group may have a process here that nobody has named. */
  void starting(String interpreterGroupId) {
    beingStarted.merge(interpreterGroupId, 1, Integer::sum);
  }

  void started(String interpreterGroupId) {
    done(beingStarted, interpreterGroupId);
  }

  boolean isStarting(String interpreterGroupId) {
    return beingStarted.containsKey(interpreterGroupId);
  }

  private static void done(Map<String, Integer> timesByGroup, String interpreterGroupId) {
    timesByGroup.computeIfPresent(interpreterGroupId, (id, times) -> times == 1 ? null : times - 1);
  }

  /** Takes the process in and gives back the one of the same group that it replaces. */
  Optional<ManagedProcess> add(ManagedProcess process) {
    movedAway.remove(process.interpreterGroupId());
    return Optional.ofNullable(byGroup.put(process.interpreterGroupId(), process));
  }

  /** False when it was not, or no longer, here. */
  boolean remove(ManagedProcess process) {
    return byGroup.remove(process.interpreterGroupId(), process);
  }

  /** Another server manages it now; false when it was not, or no longer, here. */
  boolean moveAway(ManagedProcess process) {
    // In this order: whoever misses it finds that it has moved.
    movedAway.put(process.interpreterGroupId(), process.epoch());
    return remove(process);
  }

  /** There is no such process any more, wherever it was. */
  void ended(String interpreterGroupId, long epoch) {
    movedAway.remove(interpreterGroupId, epoch);
  }

  Optional<ManagedProcess> get(String interpreterGroupId) {
    return Optional.ofNullable(byGroup.get(interpreterGroupId));
  }

  /**
   * The live process of exactly this epoch.
   *
   * @throws UnavailableException when that cannot be told before it is taken over or started
   */
  ManagedProcess require(ProcessRef ref) throws StaleException, UnavailableException {
    // In this order: it is in the one map before it is gone from the other.
    String group = ref.getInterpreterGroupId();
    boolean isBeingTaken = beingTaken.containsKey(ref.getInterpreterGroupId());
    boolean isBeingStarted = beingStarted.containsKey(group);
    ManagedProcess process = byGroup.get(ref.getInterpreterGroupId());
    if (process == null && isBeingTaken) {
      throw new UnavailableException(
          serverId + " takes the process of " + ref.getInterpreterGroupId() + " over just now");
    }
    if (process == null && isBeingStarted) {
      // Others read that it runs a moment before its manager hears that this was committed.
      throw new UnavailableException(serverId + " starts the process of " + group + " just now");
    }
    if (process == null && ref.getEpoch() == movedAway.getOrDefault(group, 0L)) {
      throw new UnavailableException(
          serverId + " does not manage the process of " + group + " any more, another server does");
    }
    if (process == null) {
      throw new StaleException(
          serverId + " manages no process of " + ref.getInterpreterGroupId(), 0);
    }
    if (process.epoch() != ref.getEpoch()) {
      throw new StaleException(
          "the process of "
              + ref.getInterpreterGroupId()
              + " on "
              + serverId
              + " has epoch "
              + process.epoch()
              + ", not "
              + ref.getEpoch(),
          process.epoch());
    }
    if (process.stopping() || !process.process().alive()) {
      throw new StaleException(
          "the process of " + ref.getInterpreterGroupId() + " on " + serverId + " is ending", 0);
    }
    return process;
  }

  List<ManagedProcess> all() {
    return List.copyOf(byGroup.values());
  }

  List<ProcessLiveness> alive() {
    return byGroup.values().stream()
        .filter(p -> p.process().alive())
        .map(p -> new ProcessLiveness(p.interpreterGroupId(), p.epoch()))
        .collect(Collectors.toList());
  }
}
