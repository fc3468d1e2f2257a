// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;
import org.junit.Test;

/** Random clusters and settings against a model that is written as plainly as can be. */
public class PlacementModelTest {

  private static final int RUNS = 50_000;
  private static final List<String> POLICIES =
      List.of(Policies.LEAST_LOADED, Policies.SPREAD, Policies.PACK, Policies.LOCAL_FIRST);

  /** A server with its numbers open. */
  private static final class Plain {
    private String id;
    private ServerState state;
    private double cores;
    private double cpu;
    private double memory;
    private int processes;
    private int pending;
    private int ofUser;
    private Set<String> labels;
    private double weight;
    private int max;

    private Candidate candidate() {
      return Candidate.named(id)
          .state(state)
          .cpu((long) (cores * 1000), Math.round(cpu * cores * 1000))
          .memory(1000, Math.round(memory * 1000))
          .processes(processes, pending, ofUser)
          .labels(labels)
          .weight(weight)
          .maxProcesses(max)
          .build();
    }
  }

  private final Random random = new Random(11);

  private Plain server(int number) {
    Plain server = new Plain();
    server.id = (char) ('a' + number) + ":6000";
    server.state = random.nextInt(6) > 0 ? ServerState.ONLINE : ServerState.DRAINING;
    server.cores = 1 << random.nextInt(4);
    server.cpu = random.nextInt(11) / 10.0;
    server.memory = random.nextInt(11) / 10.0;
    server.processes = random.nextInt(5);
    server.pending = random.nextInt(server.processes + 1);
    server.ofUser = random.nextInt(server.processes + 1);
    server.labels = labels();
    server.weight = 1 << random.nextInt(3);
    server.max = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
    return server;
  }

  private Set<String> labels() {
    Set<String> labels = new HashSet<>();
    for (String label : List.of("gpu", "big")) {
      if (random.nextInt(3) == 0) {
        labels.add(label);
      }
    }
    return labels;
  }

  private int limit() {
    return random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0;
  }

  private static double load(Plain server, PlacementSettings settings) {
    double cpu =
        server.cpu + server.pending * settings.pendingCpuThousandths() / 1000.0 / server.cores;
    double memory = server.memory + server.pending * settings.pendingMemoryBytes() / 1000.0;
    return settings.cpuWeight() * cpu
        + settings.memoryWeight() * memory
        + settings.processWeight() * server.processes / server.cores;
  }

  private static boolean fits(Plain server, PlacementRequest request, PlacementSettings settings) {
    double cpu =
        server.cpu + server.pending * settings.pendingCpuThousandths() / 1000.0 / server.cores;
    double memory = server.memory + server.pending * settings.pendingMemoryBytes() / 1000.0;
    int max = server.max > 0 ? server.max : settings.maxProcessesPerServer();
    int userMax = settings.maxProcessesPerUserPerServer();
    return server.state == ServerState.ONLINE
        && server.labels.containsAll(request.labels())
        && (max == 0 || server.processes < max)
        && (userMax == 0 || server.ofUser < userMax)
        && cpu <= settings.cpuThreshold() + 1e-9
        && memory <= settings.memoryThreshold() + 1e-9;
  }

  /** Smaller is better. */
  private static double rank(Plain server, PlacementRequest request, PlacementSettings settings) {
    switch (settings.policy()) {
      case Policies.SPREAD:
        return server.processes / server.weight;
      case Policies.PACK:
        return -load(server, settings);
      case Policies.LOCAL_FIRST:
        return server.id.equals(request.localServer())
            ? -1
            : load(server, settings) / server.weight;
      default:
        return load(server, settings) / server.weight;
    }
  }

  @Test
  public void agreesWithThePlainModel() {
    int placed = 0;
    int waited = 0;
    int refused = 0;
    for (int run = 0; run < RUNS; run++) {
      List<Plain> servers = new ArrayList<>();
      int count = 1 + random.nextInt(5);
      for (int i = 0; i < count; i++) {
        servers.add(server(i));
      }
      PlacementSettings settings =
          PlacementSettings.builder()
              .policy(POLICIES.get(random.nextInt(POLICIES.size())))
              .weights(random.nextInt(3), random.nextInt(3), random.nextInt(3))
              .thresholds(0.85, 0.95)
              .pending(random.nextInt(300), random.nextInt(50))
              .maxProcessesPerServer(limit())
              .maxProcessesPerUser(limit() * 2)
              .maxProcessesPerUserPerServer(limit())
              .build();
      PlacementRequest request = new PlacementRequest("sh", "bob", labels(), "b:6000");
      PlacementDecision decision = decide(settings, request, servers);
      int ofUser = servers.stream().mapToInt(server -> server.ofUser).sum();
      boolean overUserLimit =
          settings.maxProcessesPerUser() > 0 && ofUser >= settings.maxProcessesPerUser();
      List<String> expected = new ArrayList<>();
      servers.stream()
          .filter(server -> !overUserLimit && fits(server, request, settings))
          .forEach(server -> expected.add(server.id));
      assertEquals("run " + run, new HashSet<>(expected), new HashSet<>(decision.servers()));
      assertEquals(expected.size(), decision.servers().size());
      assertOrdered(decision.servers(), servers, request, settings);
      boolean noneHasLabels =
          servers.stream().noneMatch(server -> server.labels.containsAll(request.labels()));
      if (!expected.isEmpty()) {
        placed++;
        assertEquals(PlacementDecision.Kind.PLACE, decision.kind());
      } else if (decision.kind() == PlacementDecision.Kind.REFUSED) {
        refused++;
        assertTrue(decision.reason(), decision.reason().matches("(User bob|No server) .*\\."));
      } else {
        waited++;
        assertFalse(overUserLimit || noneHasLabels);
        assertTrue(decision.reason(), decision.reason().contains(":6000 "));
      }
    }
    assertTrue(placed + " " + waited + " " + refused, Math.min(waited, refused) > RUNS / 50);
    assertTrue(placed > RUNS / 5);
  }

  /** Whatever order the servers are given in, the decision is the same. */
  private PlacementDecision decide(
      PlacementSettings settings, PlacementRequest request, List<Plain> servers) {
    List<Candidate> candidates = new ArrayList<>();
    servers.forEach(server -> candidates.add(server.candidate()));
    Placement placement = new Placement(settings);
    PlacementDecision decision = placement.decide(request, candidates);
    Collections.shuffle(candidates, random);
    assertEquals(decision.toString(), placement.decide(request, candidates).toString());
    return decision;
  }

  private static void assertOrdered(
      List<String> ranked,
      List<Plain> servers,
      PlacementRequest request,
      PlacementSettings settings) {
    for (int i = 1; i < ranked.size(); i++) {
      Plain better = find(servers, ranked.get(i - 1));
      Plain worse = find(servers, ranked.get(i));
      double difference = rank(worse, request, settings) - rank(better, request, settings);
      assertTrue(settings.policy() + " " + ranked, difference > -1e-3);
      if (difference == 0 && settings.policy().equals(Policies.SPREAD)) {
        assertTrue(better.id.compareTo(worse.id) < 0);
      }
    }
  }

  private static Plain find(List<Plain> servers, String id) {
    return servers.stream().filter(server -> server.id.equals(id)).findFirst().get();
  }
}
