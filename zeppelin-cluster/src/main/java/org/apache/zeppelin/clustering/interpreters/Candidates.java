// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.interpreters.placement.Candidate;
import org.apache.zeppelin.clustering.interpreters.placement.PlacementRequest;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;
import org.apache.zeppelin.clustering.servers.ClusterView;
import org.apache.zeppelin.clustering.servers.ServerView;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.wire.Load;

/** Puts together what the placement must know of the servers. */
final class Candidates {

  private final Servers servers;

  Candidates(Servers servers) {
    this.servers = servers;
  }

  PlacementRequest request(GroupRequest request) {
    return new PlacementRequest(
        request.settingName(), request.userName(), request.labels(), servers.id());
  }

  /** The servers but those already tried, as the leader and the metadata know them now. */
  List<Candidate> present(GroupRequest request, Set<String> tried) {
    ClusterView now = servers.view();
    // The claim under which this start is made does not count.
    Optional<ProcessEntry> own =
        now.metadata()
            .get(ProcessCommands.key(request.interpreterGroupId()))
            .map(entry -> entry.getValue().getProcess());
    return now.servers().stream()
        .filter(server -> !tried.contains(server.id()))
        .map(server -> candidate(server, now.metadata(), request.userName(), own))
        .collect(Collectors.toList());
  }

  private static Candidate candidate(
      ServerView server, MetadataView now, String user, Optional<ProcessEntry> own) {
    Optional<ProcessEntry> here = own.filter(claim -> claim.getManager().equals(server.id()));
    int managed = now.processes(server.id()) - (here.isPresent() ? 1 : 0);
    int ofUser =
        now.processes(server.id(), user)
            - (here.filter(claim -> claim.getUserName().equals(user)).isPresent() ? 1 : 0);
    int young = Math.max(0, managed - server.processes());
    Load load = server.load().orElseGet(() -> new Load(0, 0, 0, 0));
    return Candidate.named(server.id())
        // One of which the leader has not heard yet may be as full as any.
        .state(server.load().isPresent() ? server.state() : ServerState.OFFLINE)
        .cpu(load.getCpuCapacity(), load.getCpuUsed())
        .memory(load.getMemoryCapacity(), load.getMemoryUsed())
        .processes(managed, young, ofUser)
        .labels(Set.copyOf(server.labels()))
        .weight(server.weight())
        .maxProcesses(server.maxProcesses())
        .build();
  }
}
