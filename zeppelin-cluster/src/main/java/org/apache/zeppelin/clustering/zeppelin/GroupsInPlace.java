// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.RunningProcess;
import org.apache.zeppelin.clustering.servers.wire.ProcessLiveness;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;

/** Which process of the cluster serves which interpreter group of this server's Zeppelin. */
@TouchesZeppelin("know which process serves which group")
final class GroupsInPlace {

  /** The process, and the object through which Zeppelin uses it. */
  static final class Place {
    private final RunningProcess process;
    private final RemoteInterpreterProcess zeppelins;

    Place(RunningProcess process, RemoteInterpreterProcess zeppelins) {
      this.process = process;
      this.zeppelins = zeppelins;
    }

    RunningProcess process() {
      return process;
    }

    RemoteInterpreterProcess zeppelins() {
      return zeppelins;
    }
  }

  private final Map<String, Place> byGroup = new ConcurrentHashMap<>();

  Optional<Place> get(String interpreterGroupId) {
    return Optional.ofNullable(byGroup.get(interpreterGroupId));
  }

  /** Keeps what is there when it is of the same or a newer epoch; gives back what is there now. */
  Place put(Place place) {
    return byGroup.merge(
        place.process().interpreterGroupId(),
        place,
        (old, mine) -> old.process().epoch() >= mine.process().epoch() ? old : mine);
  }

  /** Keeps the object where the process is the same one and only its manager another. */
  void move(RunningProcess process) {
    byGroup.computeIfPresent(
        process.interpreterGroupId(),
        (id, place) ->
            place.process().epoch() == process.epoch()
                ? new Place(process, place.zeppelins())
                : place);
  }

  /** Takes away the group's process if its epoch is not above the given one. */
  Optional<Place> remove(String interpreterGroupId, long epoch) {
    Place[] removed = new Place[1];
    byGroup.computeIfPresent(
        interpreterGroupId,
        (id, place) -> {
          if (place.process().epoch() > epoch) {
            return place;
          }
          removed[0] = place;
          return null;
        });
    return Optional.ofNullable(removed[0]);
  }

  /** What this server uses, for its heartbeat. */
  List<ProcessLiveness> attached() {
    return byGroup.values().stream()
        .map(Place::process)
        .map(p -> new ProcessLiveness(p.interpreterGroupId(), p.epoch()))
        .collect(Collectors.toList());
  }
}
