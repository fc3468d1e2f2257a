// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;
import org.apache.zeppelin.clustering.servers.Drain;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What becomes of interpreter processes when their server is emptied. */
public class DrainedProcessesTest {

  private static final String GROUP = "sample-shared_process";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final FakeWorld world = new FakeWorld();
  private final List<TestNode> nodes = new ArrayList<>();

  @Before
  public void up() throws Exception {
    nodes.addAll(TestNodes.three(folder, world, message -> message));
    TestNodes.start(nodes);
  }

  @After
  public void down() {
    nodes.forEach(TestNode::crash);
  }

  private RunningProcess find(int node) throws Exception {
    GroupRequest request =
        new GroupRequest(GROUP, "sample", "sample", "user", "note", Map.of(), Set.of());
    return nodes.get(node).cluster.find(request, reason -> {});
  }

  private void create(int node, RunningProcess process, String session) throws Exception {
    nodes
        .get(node)
        .cluster
        .createInterpreter(
            process, new InterpreterParam(process.ref(), session, "Sample", "user", Map.of()));
  }

  private void drain(int node, Drain drain) throws Exception {
    nodes.get(1).servers.drain(nodes.get(node).id, drain);
    TestNodes.await("it is drained", () -> nodes.get(node).servers.drain().isPresent());
  }

  @Test
  public void aProcessThatStaysIsHandedOverWithAllThatIsInIt() throws Exception {
    RunningProcess process = find(0);
    assertEquals(nodes.get(0).id, process.manager());
    create(2, process, "one");
    drain(0, Drain.STAY);
    TestNodes.await("nothing is left", () -> nodes.get(0).cluster.giveAway(Drain.STAY, false) == 0);
    RunningProcess now = find(2);
    assertEquals(process.epoch(), now.epoch());
    assertNotEquals(nodes.get(0).id, now.manager());
    assertEquals(1, world.all().size());
    assertTrue(world.all().get(0).alive());
    assertEquals(List.of(now.manager()), world.all().get(0).reportsTo);

    // Whoever knows the former manager only finds the new one.
    create(2, process, "one");
    create(0, process, "two");
    assertEquals(2, world.all().get(0).created.size());
    nodes.get(2).cluster.closeSession(GROUP, "one");
    nodes.get(2).cluster.stop(GROUP);
    assertFalse(world.all().get(0).alive());
  }

  @Test
  public void whoeverUsesAProcessMeanwhileDoesNotNotice() throws Exception {
    RunningProcess process = find(0);
    AtomicBoolean using = new AtomicBoolean(true);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<Integer>> work = new ArrayList<>();
    try {
      for (int node = 0; node < 3; node++) {
        int from = node;
        work.add(threads.submit(() -> use(from, process, using)));
      }
      drain(0, Drain.STAY);
      TestNodes.await(
          "nothing is left", () -> nodes.get(0).cluster.giveAway(Drain.STAY, true) == 0);
      int created = world.all().get(0).created.size();
      TestNodes.await("it is used on", () -> world.all().get(0).created.size() > created + 20);
      using.set(false);
      int sum = 0;
      for (Future<Integer> each : work) {
        sum += each.get();
      }
      assertEquals(sum, world.all().get(0).created.size());
      assertEquals(1, world.all().size());
    } finally {
      using.set(false);
      threads.shutdownNow();
    }
  }

  private int use(int node, RunningProcess process, AtomicBoolean using) throws Exception {
    int created = 0;
    while (using.get()) {
      create(node, process, node + "-" + created);
      nodes.get(node).cluster.runStarted(process, "note", "p" + created);
      nodes.get(node).cluster.runEnded(GROUP);
      created++;
    }
    return created;
  }

  @Test
  public void aProcessWaitsForTheRunsOfThisServerBeforeItIsHandedOver() throws Exception {
    RunningProcess process = find(0);
    nodes.get(0).cluster.runStarted(process, "note", "p");
    drain(0, Drain.STAY);
    assertEquals(1, nodes.get(0).cluster.giveAway(Drain.STAY, false));
    assertEquals(nodes.get(0).id, find(1).manager());
    nodes.get(0).cluster.runEnded(GROUP);
    TestNodes.await("nothing is left", () -> nodes.get(0).cluster.giveAway(Drain.STAY, false) == 0);
  }

  @Test
  public void aProcessThatIsToBeRestartedEndsOnceNothingRunsAndStartsElsewhere() throws Exception {
    RunningProcess process = find(0);
    nodes.get(2).cluster.runStarted(process, "note", "p");
    TestNodes.await(
        "the leader knows of the run",
        () -> nodes.get(0).servers.list().stream().mapToInt(s -> s.runs()).sum() == 1);
    drain(0, Drain.RESTART);
    for (int i = 0; i < 20; i++) {
      assertEquals(1, nodes.get(0).cluster.giveAway(Drain.RESTART, false));
    }
    nodes.get(2).cluster.runEnded(GROUP);
    TestNodes.await(
        "nothing is left", () -> nodes.get(0).cluster.giveAway(Drain.RESTART, false) == 0);
    assertFalse(world.all().get(0).alive());
    RunningProcess next = find(0);
    assertNotEquals(process.epoch(), next.epoch());
    assertNotEquals(nodes.get(0).id, next.manager());
  }

  @Test
  public void aServerThatCannotReachTheProcessDoesNotTakeIt() throws Exception {
    find(0);
    nodes.get(1).local.reachable = false;
    drain(0, Drain.STAY);
    TestNodes.await("nothing is left", () -> nodes.get(0).cluster.giveAway(Drain.STAY, false) == 0);
    assertEquals(nodes.get(2).id, find(1).manager());
  }
}
