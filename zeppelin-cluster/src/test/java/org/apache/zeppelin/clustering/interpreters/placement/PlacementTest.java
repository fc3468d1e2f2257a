// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;
import org.junit.Test;

public class PlacementTest {

  private static final PlacementRequest ANY = new PlacementRequest("spark", "ann", Set.of(), "b:1");
  private static final PlacementRequest GPU =
      new PlacementRequest("spark", "ann", Set.of("gpu"), "b:1");

  private static Candidate.Builder server(String id, int cpuPercent, int memoryPercent) {
    return Candidate.named(id)
        .cpu(4000, cpuPercent * 40L)
        .memory(100L << 30, (long) memoryPercent << 30);
  }

  private static Candidate.Builder idle(String id) {
    return server(id, 0, 0);
  }

  private static PlacementSettings.Builder settings(String policy) {
    return PlacementSettings.builder().policy(policy).pending(0, 0);
  }

  private static PlacementDecision decide(
      PlacementSettings.Builder settings, PlacementRequest request, Candidate.Builder... servers) {
    List<Candidate> candidates =
        List.of(servers).stream()
            .map(Candidate.Builder::build)
            .collect(java.util.stream.Collectors.toList());
    return new Placement(settings.build()).decide(request, candidates);
  }

  private static void assertPlaced(PlacementDecision decision, String... servers) {
    assertEquals(decision.toString(), PlacementDecision.Kind.PLACE, decision.kind());
    assertEquals(List.of(servers), decision.servers());
  }

  private static void assertSaid(
      PlacementDecision decision, PlacementDecision.Kind kind, String sentence) {
    assertEquals(sentence, decision.reason());
    assertEquals(kind, decision.kind());
    assertTrue(decision.servers().isEmpty());
  }

  @Test
  public void leastLoadedAddsCpuMemoryAndProcesses() {
    PlacementSettings.Builder settings = settings(Policies.LEAST_LOADED);
    assertPlaced(
        decide(
            settings,
            ANY,
            server("a:1", 60, 10),
            server("b:1", 10, 50),
            server("c:1", 10, 10).processes(3, 0, 0)),
        "b:1",
        "a:1",
        "c:1");
  }

  @Test
  public void leastLoadedHeedsItsWeights() {
    PlacementSettings.Builder memoryOnly = settings(Policies.LEAST_LOADED).weights(0, 1, 0);
    assertPlaced(
        decide(memoryOnly, ANY, server("a:1", 0, 60), server("b:1", 80, 10)), "b:1", "a:1");
    PlacementSettings.Builder cpuOnly = settings(Policies.LEAST_LOADED).weights(1, 0, 0);
    assertPlaced(decide(cpuOnly, ANY, server("a:1", 0, 60), server("b:1", 80, 10)), "a:1", "b:1");
  }

  @Test
  public void heavierServerGetsMore() {
    for (String policy : List.of(Policies.LEAST_LOADED, Policies.SPREAD)) {
      assertPlaced(
          decide(
              settings(policy),
              ANY,
              server("a:1", 40, 40).processes(4, 0, 0),
              server("b:1", 60, 60).processes(6, 0, 0).weight(2)),
          "b:1",
          "a:1");
    }
  }

  @Test
  public void spreadCountsProcessesAlone() {
    assertPlaced(
        decide(
            settings(Policies.SPREAD),
            ANY,
            idle("a:1").processes(2, 0, 0),
            server("b:1", 80, 80).processes(1, 0, 0)),
        "b:1",
        "a:1");
  }

  @Test
  public void packFillsTheFullestThatFits() {
    assertPlaced(
        decide(
            settings(Policies.PACK),
            ANY,
            server("a:1", 10, 10),
            server("b:1", 70, 10),
            server("c:1", 95, 10)),
        "b:1",
        "a:1");
  }

  @Test
  public void localFirstPrefersTheAskerThenTheLeastLoaded() {
    assertPlaced(
        decide(
            settings(Policies.LOCAL_FIRST),
            ANY,
            server("a:1", 50, 0),
            server("b:1", 80, 0),
            server("c:1", 10, 0)),
        "b:1",
        "c:1",
        "a:1");
  }

  @Test
  public void equalsAreOrderedById() {
    for (String policy : List.of(Policies.LEAST_LOADED, Policies.SPREAD, Policies.PACK)) {
      assertPlaced(
          decide(settings(policy), ANY, idle("c:1"), idle("a:1"), idle("b:1")),
          "a:1",
          "b:1",
          "c:1");
      List<Candidate> unsorted = List.of(idle("c:1").build(), idle("a:1").build());
      assertEquals(
          List.of(unsorted.get(1), unsorted.get(0)),
          Policies.named(settings(policy).build()).rank(ANY, unsorted));
    }
  }

  @Test
  public void processesJustStartedCountBeforeTheLoadShowsThem() {
    PlacementSettings.Builder settings =
        settings(Policies.LEAST_LOADED).weights(1, 0, 0).pending(1000, 0);
    assertPlaced(
        decide(settings, ANY, idle("a:1").processes(2, 2, 0), server("b:1", 30, 0)), "b:1", "a:1");
    assertSaid(
        decide(settings, ANY, idle("a:1").processes(4, 4, 0)),
        PlacementDecision.Kind.WAIT,
        "Interpreter spark waits for a server: all servers are over their thresholds:"
            + " a:1 cpu 100% > 90% (with 4 processes just started).");
  }

  @Test
  public void allOverTheirThresholdsWaits() {
    assertSaid(
        decide(settings(Policies.PACK), ANY, server("b:1", 10, 96), server("a:1", 97, 0)),
        PlacementDecision.Kind.WAIT,
        "Interpreter spark waits for a server: all servers are over their thresholds:"
            + " a:1 cpu 97% > 90%, b:1 memory 96% > 95%.");
  }

  @Test
  public void atTheThresholdIsNotOverIt() {
    assertPlaced(decide(settings(Policies.PACK), ANY, server("a:1", 90, 95)), "a:1");
    assertPlaced(
        decide(settings(Policies.PACK).thresholds(1, 1), ANY, server("a:1", 100, 100)), "a:1");
  }

  @Test
  public void onlyServersOnlineAreUsed() {
    assertPlaced(
        decide(
            settings(Policies.SPREAD),
            ANY,
            idle("a:1").state(ServerState.DRAINING),
            idle("b:1"),
            idle("c:1").state(ServerState.OFFLINE)),
        "b:1");
    assertSaid(
        decide(settings(Policies.SPREAD), ANY, idle("a:1").state(ServerState.DRAINING)),
        PlacementDecision.Kind.WAIT,
        "Interpreter spark waits for a server: no server is online: a:1 is DRAINING.");
    assertSaid(
        decide(settings(Policies.SPREAD), ANY),
        PlacementDecision.Kind.WAIT,
        "Interpreter spark waits for a server: the cluster has no servers.");
  }

  @Test
  public void labelsMustAllBeThere() {
    Candidate.Builder both = idle("b:1").labels(Set.of("gpu", "big"));
    assertPlaced(decide(settings(Policies.SPREAD), GPU, idle("a:1"), both), "b:1");
    assertSaid(
        decide(settings(Policies.SPREAD), GPU, idle("a:1").labels(Set.of("big"))),
        PlacementDecision.Kind.REFUSED,
        "No server has label gpu, which interpreter spark requires.");
    assertSaid(
        decide(settings(Policies.SPREAD), GPU, idle("a:1"), both.state(ServerState.OFFLINE)),
        PlacementDecision.Kind.WAIT,
        "Interpreter spark waits for a server: no server is online: b:1 is OFFLINE.");
  }

  @Test
  public void userLimitOfTheClusterIsTheUsersToMend() {
    PlacementSettings.Builder settings = settings(Policies.SPREAD).maxProcessesPerUser(3);
    Candidate.Builder one = idle("a:1").processes(9, 0, 1);
    assertPlaced(decide(settings, ANY, one, idle("b:1").processes(1, 0, 1)), "b:1", "a:1");
    assertSaid(
        decide(settings, ANY, one, idle("b:1").processes(2, 0, 2)),
        PlacementDecision.Kind.REFUSED,
        "User ann has reached the limit of processes: 3 of 3."
            + " Stop an interpreter of yours first.");
  }

  @Test
  public void userLimitPerServerSendsElsewhere() {
    PlacementSettings.Builder settings = settings(Policies.PACK).maxProcessesPerUserPerServer(1);
    Candidate.Builder used = idle("a:1").processes(1, 0, 1);
    assertPlaced(decide(settings, ANY, used, idle("b:1")), "b:1");
    assertSaid(
        decide(settings, ANY, used),
        PlacementDecision.Kind.REFUSED,
        "User ann has reached the limit of processes on every server:"
            + " a:1 runs 1 of 1 processes of user ann.");
  }

  @Test
  public void serversLimitIsItsOwnBeforeTheClusters() {
    PlacementSettings.Builder settings = settings(Policies.PACK).maxProcessesPerServer(2);
    Candidate.Builder full = idle("a:1").processes(2, 0, 0);
    Candidate.Builder wide = idle("b:1").processes(2, 0, 0).maxProcesses(3);
    assertPlaced(decide(settings, ANY, full, wide), "b:1");
    assertSaid(
        decide(settings, ANY, full),
        PlacementDecision.Kind.WAIT,
        "Interpreter spark waits for a server: all servers have reached their limits:"
            + " a:1 runs 2 of 2 processes.");
    assertSaid(
        decide(settings, ANY, full, server("b:1", 99, 0)),
        PlacementDecision.Kind.WAIT,
        "Interpreter spark waits for a server: no server can start it now:"
            + " a:1 runs 2 of 2 processes, b:1 cpu 99% > 90%.");
  }

  @Test
  public void serverOfUnknownLoadIsTakenToBeIdle() {
    assertPlaced(
        decide(settings(Policies.LEAST_LOADED), ANY, server("a:1", 5, 5), Candidate.named("b:1")),
        "b:1",
        "a:1");
  }

  @Test
  public void settingsAreChecked() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Placement(settings("random").build()));
    assertEquals(
        "zeppelin.cluster.placement.policy is 'random' but must be one of"
            + " least-loaded, local-first, pack, spread",
        e.getMessage());
    PlacementSettings.Builder builder = PlacementSettings.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.thresholds(90, 0.9));
    assertThrows(IllegalArgumentException.class, () -> builder.thresholds(0.9, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.weights(-1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.maxProcessesPerUser(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.pending(-1, 0));
  }

  @Test
  public void defaults() {
    PlacementSettings settings = PlacementSettings.defaults();
    assertEquals("least-loaded", settings.policy());
    assertEquals(0.9, settings.cpuThreshold(), 0);
    assertEquals(0.95, settings.memoryThreshold(), 0);
    assertEquals(0, settings.maxProcessesPerServer());
    assertEquals(0, settings.maxProcessesPerUser());
    assertEquals(0, settings.maxProcessesPerUserPerServer());
    assertEquals(250, settings.pendingCpuThousandths());
    assertEquals(256L << 20, settings.pendingMemoryBytes());
  }
}
