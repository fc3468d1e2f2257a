// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.servers.Left;
import org.apache.zeppelin.clustering.servers.ServerView;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.wire.Load;
import org.apache.zeppelin.clustering.servers.wire.ProcessLiveness;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;

/**
 * What {@code GET /api/cluster/...} answers, whichever server is asked: all of it comes from the
 * metadata and from what the leader heard last. Any thread may call; methods block.
 */
public final class ClusterApi {

  private static final String ALL = "all";
  private static final double THOUSAND = 1_000.0;
  private static final double GIBIBYTE = 1024.0 * 1024 * 1024;

  private final Metadata metadata;
  private final Servers servers;

  public ClusterApi(Metadata metadata, Servers servers) {
    this.metadata = metadata;
    this.servers = servers;
  }

  /**
   * Answers a path below {@code cluster/}; empty when there is none such.
   *
   * @return an object to be written as JSON by its fields
   * @throws MetadataException when the cluster cannot tell now
   */
  public Optional<Object> answer(String path) {
    String[] parts = path.split("/");
    switch (parts[0]) {
      case "address":
        return parts.length == 1 ? Optional.of(Map.of("clusterAddr", address())) : Optional.empty();
      case "servers":
        return parts.length == 1 ? Optional.of(servers()) : Optional.empty();
      case "processes":
        return parts.length == 1 ? Optional.of(processes()) : Optional.empty();
      case "notes":
        return parts.length == 1 ? Optional.of(notes()) : Optional.empty();
      case "nodes":
        return parts.length == 1 ? Optional.of(nodes()) : Optional.empty();
      case "node":
        return parts.length == 3 ? Optional.of(node(parts[1], parts[2])) : Optional.empty();
      default:
        return Optional.empty();
    }
  }

  /** As zeppelin.cluster.addr should be on a server that is started now. */
  private String address() {
    return String.join(",", metadata.status().servers());
  }

  private List<ServerJson> servers() {
    List<ServerView> views = servers.list();
    boolean drained = views.stream().anyMatch(view -> view.drain().isPresent());
    Optional<Left> left = drained ? Optional.of(Left.read(metadata)) : Optional.empty();
    Membership members = metadata.status().members();
    return views.stream().map(view -> json(view, members, left)).collect(Collectors.toList());
  }

  /** Null for a server that is none of the members any more and is still there. */
  private static String role(String server, Membership members) {
    if (members.votes(server)) {
      return "voter";
    }
    return members.contains(server) ? "listener" : null;
  }

  private static ServerJson json(ServerView server, Membership members, Optional<Left> all) {
    Load load = server.load().orElseGet(() -> new Load(0, 0, 0, 0));
    return new ServerJson(
        server.id(),
        server.host(),
        server.webPort(),
        server.state().name(),
        role(server.id(), members),
        server.leader(),
        time(server.startTimeMillis()),
        time(server.heartbeatMillis()),
        load.getCpuCapacity(),
        load.getCpuUsed(),
        load.getMemoryCapacity(),
        load.getMemoryUsed(),
        server.processes(),
        server.drain().map(drain -> drain.name().toLowerCase(Locale.ROOT)).orElse(null),
        all.filter(l -> server.drain().isPresent())
            .map(
                l ->
                    new ServerJson.Left(
                        l.notes(server.id()), l.processes(server.id()), server.runs()))
            .orElse(null));
  }

  /** ISO-8601 in UTC; null for 0, which is no time. */
  private static String time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
  }

  private List<NoteJson> notes() {
    return Blocking.await(metadata.list(Keys.NOTE_PREFIX)).stream()
        .map(
            entry ->
                new NoteJson(
                    entry.getKey().substring(Keys.NOTE_PREFIX.length()),
                    entry.getValue().getNote().getOwner(),
                    entry.getEpoch()))
        .collect(Collectors.toList());
  }

  private List<ProcessJson> processes() {
    List<ServerLoad> loads = servers.loads().getServers();
    return entries().stream().map(e -> json(e, loads)).collect(Collectors.toList());
  }

  private static ProcessJson json(Entry entry, List<ServerLoad> loads) {
    ProcessEntry process = entry.getValue().getProcess();
    ProcessLiveness liveness =
        new ProcessLiveness(process.getInterpreterGroupId(), entry.getEpoch());
    long heard = 0;
    TreeSet<String> attached = new TreeSet<>();
    for (ServerLoad load : loads) {
      if (load.getProcesses().contains(liveness)) {
        heard = load.getHeardMillis();
      }
      if (load.isSetAttached() && load.getAttached().contains(liveness)) {
        attached.add(load.getServer());
      }
    }
    return new ProcessJson(
        process.getInterpreterGroupId(),
        process.getSettingName(),
        process.getManager(),
        process.getHost(),
        process.getPort(),
        process.getPid(),
        entry.getEpoch(),
        process.getState().name(),
        time(process.getStartTimeMillis()),
        time(heard),
        List.copyOf(attached),
        process.getWebUrl());
  }

  private List<Entry> entries() {
    return Blocking.await(metadata.list("process/"));
  }

  // What the old mode's page reads.

  private List<NodeJson> nodes() {
    List<ProcessJson> processes = processes();
    return servers().stream().map(s -> node(s, processes)).collect(Collectors.toList());
  }

  private static NodeJson node(ServerJson server, List<ProcessJson> processes) {
    return NodeJson.of(
        server,
        ratio(server.cpuUsed / THOUSAND, server.cpuCapacity / THOUSAND, ""),
        ratio(server.memoryUsed / GIBIBYTE, server.memoryCapacity / GIBIBYTE, "GB"),
        processes.stream()
            .filter(p -> p.server.equals(server.id))
            .map(p -> p.interpreterGroupId)
            .collect(Collectors.toList()));
  }

  private static String ratio(double used, double capacity, String unit) {
    double percent = capacity == 0 ? 0 : used / capacity * 100;
    return String.format(
        Locale.ROOT, "%.2f%s / %.2f%s = %.2f%%", used, unit, capacity, unit, percent);
  }

  /** The page asks for "all" when one clicks a server. */
  private List<NodeJson> node(String nodeName, String interpreterGroupId) {
    return processes().stream()
        .filter(process -> process.server.equals(nodeName))
        .filter(
            process ->
                interpreterGroupId.equals(ALL)
                    || interpreterGroupId.equals(process.interpreterGroupId))
        .map(NodeJson::of)
        .collect(Collectors.toList());
  }
}
