// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.interpreters.placement.Candidate;
import org.apache.zeppelin.clustering.interpreters.placement.PlacementRequest;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataView;
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
    // Both are asked at once.
    CompletableFuture<MetadataView> now = metadata.current();
    List<ServerView> views = servers.list();
    Map<String, Managed> managed = managed(request, Blocking.await(now));
    return views.stream()
        .filter(server -> !tried.contains(server.id()))
        .map(server -> candidate(server, managed.getOrDefault(server.id(), new Managed())))
        .collect(Collectors.toList());
  }

  /** By server, in one pass: there may be ten thousand processes on fifty servers. */
  private static Map<String, Managed> managed(GroupRequest request, MetadataView now) {
    Map<String, Managed> byServer = new HashMap<>();
    now.visit(
        ProcessCommands.key(""),
        entry -> {
          ProcessEntry process = entry.getValue().getProcess();
          // Not the claim under which this start is made.
          if (!process.getInterpreterGroupId().equals(request.interpreterGroupId())) {
            Managed managed = byServer.computeIfAbsent(process.getManager(), m -> new Managed());
            managed.processes++;
            managed.ofUser += process.getUserName().equals(request.userName()) ? 1 : 0;
          }
        });
    return byServer;
  }

  /** How many processes a server manages. */
  private static final class Managed {
    int processes;
    int ofUser;
  }

  private static Candidate candidate(ServerView server, Managed managed) {
    int young = Math.max(0, managed.processes - server.processes());
    Load load = server.load().orElseGet(() -> new Load(0, 0, 0, 0));
    return Candidate.named(server.id())
        // One of which the leader has not heard yet may be as full as any.
        .state(server.load().isPresent() ? server.state() : ServerState.OFFLINE)
        .cpu(load.getCpuCapacity(), load.getCpuUsed())
        .memory(load.getMemoryCapacity(), load.getMemoryUsed())
        .processes(managed.processes, young, managed.ofUser)
        .labels(Set.copyOf(server.labels()))
        .weight(server.weight())
        .maxProcesses(server.maxProcesses())
        .build();
  }
}
