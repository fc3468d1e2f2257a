// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.interpreters.placement.Candidate;
import org.apache.zeppelin.clustering.interpreters.placement.PlacementRequest;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;
import org.apache.zeppelin.clustering.servers.ServerView;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.wire.Load;

/** Puts together what the placement must know of the servers. */
final class Candidates {

  private final Metadata metadata;
  private final Servers servers;

  Candidates(Metadata metadata, Servers servers) {
    this.metadata = metadata;
    this.servers = servers;
  }

  PlacementRequest request(GroupRequest request) {
    return new PlacementRequest(
        request.settingName(), request.userName(), request.labels(), servers.id());
  }

  /** The servers but those already tried, as the leader and the metadata know them now. */
  List<Candidate> present(GroupRequest request, Set<String> tried) {
    List<Entry> processes = Blocking.await(metadata.list(ProcessCommands.key("")));
    return servers.list().stream()
        .filter(server -> !tried.contains(server.id()))
        .map(server -> candidate(server, request, processes))
        .collect(Collectors.toList());
  }

  private static Candidate candidate(
      ServerView server, GroupRequest request, List<Entry> processes) {
    List<ProcessEntry> managed =
        processes.stream()
            .map(e -> e.getValue().getProcess())
            .filter(p -> p.getManager().equals(server.id()))
            // Not the claim under which this start is made.
            .filter(p -> !p.getInterpreterGroupId().equals(request.interpreterGroupId()))
            .collect(Collectors.toList());
    int ofUser =
        (int) managed.stream().filter(p -> p.getUserName().equals(request.userName())).count();
    int young = Math.max(0, managed.size() - server.processes());
    Load load = server.load().orElseGet(() -> new Load(0, 0, 0, 0));
    return Candidate.named(server.id())
        // One of which the leader has not heard yet may be as full as any.
        .state(server.load().isPresent() ? server.state() : ServerState.OFFLINE)
        .cpu(load.getCpuCapacity(), load.getCpuUsed())
        .memory(load.getMemoryCapacity(), load.getMemoryUsed())
        .processes(managed.size(), young, ofUser)
        .labels(Set.copyOf(server.labels()))
        .weight(server.weight())
        .maxProcesses(server.maxProcesses())
        .build();
  }
}
