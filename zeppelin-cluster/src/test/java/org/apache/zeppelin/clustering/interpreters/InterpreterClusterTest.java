// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.SettingEntry;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Three servers over real Raft and real calls; each test is a way in which the old mode failed. */
public class InterpreterClusterTest {

  private static final String GROUP = "sample-shared_process";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final FakeWorld world = new FakeWorld();
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  @Before
  public void up() throws Exception {
    nodes.addAll(
        TestNodes.three(
            folder,
            world,
            message -> {
              events.add(new String(message));
              return new byte[] {(byte) events.size()};
            }));
    TestNodes.start(nodes);
  }

  @After
  public void down() {
    nodes.forEach(TestNode::crash);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    TestNodes.await(what, condition);
  }

  private static GroupRequest request() {
    return new GroupRequest(GROUP, "sample", "sample", "user", "note", Map.of(), Set.of());
  }

  private void create(int node, RunningProcess process, String session, String className)
      throws Exception {
    nodes
        .get(node)
        .cluster
        .createInterpreter(
            process, new InterpreterParam(process.ref(), session, className, "user", Map.of()));
  }

  private RunningProcess find(int node) throws Exception {
    return nodes.get(node).cluster.find(request(), reason -> {});
  }

  @Test
  public void serversThatLaunchAtOnceGetOneProcess() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(30);
    try {
      List<Callable<RunningProcess>> searches = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        int node = i % 3;
        searches.add(() -> find(node));
      }
      Set<String> found = new TreeSet<>();
      for (Future<RunningProcess> search : threads.invokeAll(searches)) {
        found.add(search.get().toString());
      }
      assertEquals(found.toString(), 1, found.size());
      assertEquals(1, world.all().size());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void aLaunchErrorReachesWhoeverAsked() {
    for (TestNode node : nodes) {
      world.failOn(node.id, "exec: no such file on " + node.id);
    }
    LaunchException failure = assertThrows(LaunchException.class, () -> find(1));
    for (TestNode node : nodes) {
      assertTrue(
          failure.getMessage(), failure.getMessage().contains("exec: no such file on " + node.id));
    }
    assertEquals(List.of(), nodes.get(0).metadata.list("process/").join());
  }

  @Test
  public void theNextServerIsTriedWhenOneFails() throws Exception {
    world.failOn(nodes.get(0).id, "no room");
    RunningProcess process = find(0);
    assertTrue(process.toString(), !process.manager().equals(nodes.get(0).id));
    assertEquals(1, world.alive().size());
  }

  @Test
  public void anotherServerAttachesAndStopsIt() throws Exception {
    RunningProcess process = find(0);
    assertEquals(process.toString(), find(1).toString());
    assertEquals(nodes.get(0).id, process.manager());
    nodes.get(2).cluster.stop(GROUP);
    assertEquals(List.of(), world.alive());
    String forgotten = GROUP + "@" + process.epoch();
    await(
        "forgotten everywhere",
        () -> nodes.stream().allMatch(n -> n.local.forgotten.contains(forgotten)));
    RunningProcess next = find(1);
    assertTrue(next.epoch() > process.epoch());
  }

  @Test
  public void anInterpreterIsCreatedOnceWhoeverAsks() throws Exception {
    RunningProcess process = find(0);
    InterpreterParam param =
        new InterpreterParam(process.ref(), "shared_session", "a.B", "user", Map.of());
    for (TestNode node : nodes) {
      node.cluster.createInterpreter(process, param);
    }
    assertEquals(List.of("shared_session/a.B"), world.alive().get(0).created);
  }

  @Test
  public void closingOneSessionKeepsTheOthersAndTheLastStopsTheProcess() throws Exception {
    RunningProcess process = find(0);
    for (String session : List.of("s1", "s2")) {
      nodes
          .get(1)
          .cluster
          .createInterpreter(
              process, new InterpreterParam(process.ref(), session, "a.B", "user", Map.of()));
    }
    nodes.get(2).cluster.closeSession(GROUP, "s1");
    assertEquals(List.of("s1/a.B"), world.alive().get(0).closed);
    String forgotten = GROUP + "@" + process.epoch() + "/s1";
    await(
        "session forgotten everywhere",
        () -> nodes.stream().allMatch(n -> n.local.forgottenSessions.contains(forgotten)));
    nodes.get(1).cluster.closeSession(GROUP, "s2");
    assertEquals(List.of(), world.alive());
  }

  @Test
  public void aProcessThatDiesIsForgottenAndStartedAnew() throws Exception {
    RunningProcess process = find(0);
    world.alive().get(0).die();
    await("entry gone", () -> nodes.get(1).metadata.list("process/").join().isEmpty());
    RunningProcess next = find(1);
    assertTrue(next.epoch() > process.epoch());
    assertEquals(1, world.alive().size());
  }

  @Test
  public void theProcessOfALostManagerIsTakenOverByOneAndGoesOn() throws Exception {
    RunningProcess process = find(0);
    create(0, process, "session", "a.Class");
    assertEquals(find(1).ref(), process.ref());
    nodes.get(0).crash();
    RunningProcess at1 = find(1);
    RunningProcess at2 = find(2);
    assertEquals(process.ref(), at1.ref());
    assertEquals(at1.manager(), at2.manager());
    assertTrue(at1.toString(), !at1.manager().equals(process.manager()));
    assertEquals(1, world.all().size());
    assertEquals(List.of(at1.manager()), world.alive().get(0).reportsTo);
    create(2, at2, "session", "a.Class");
    create(1, at1, "session", "another.Class");
    assertEquals(List.of("session/a.Class", "session/another.Class"), world.all().get(0).created);
    String moved = process.interpreterGroupId() + "@" + process.epoch() + " " + at1.manager();
    for (int node = 1; node <= 2; node++) {
      List<String> heard = nodes.get(node).local.moved;
      await("its manager is known", () -> heard.contains(moved));
      assertEquals(List.of(), nodes.get(node).local.forgotten);
    }
  }

  @Test
  public void whoeverUsesAProcessDoesNotNoticeThatItsManagerIsLost() throws Exception {
    RunningProcess process = find(0);
    create(1, process, "session", "a.Class");
    nodes.get(0).crash();
    // As it is known from before: nobody has noticed the crash yet.
    create(1, process, "session", "another.Class");
    nodes.get(2).cluster.runStarted(process, "note", "paragraph");
    assertEquals(List.of("session/a.Class", "session/another.Class"), world.all().get(0).created);
    InterpreterCluster manager = cluster(find(1).manager());
    assertEquals(
        nodes.get(2).id, manager.otherServerOf("note", "paragraph").orElse(find(1).manager()));
  }

  @Test
  public void norThatTheLostManagerIsBackAndRemembersNothing() throws Exception {
    RunningProcess process = find(0);
    create(1, process, "session", "a.Class");
    nodes.get(0).crash();
    assertNotEquals(process.manager(), find(1).manager());
    nodes.set(0, nodes.get(0).nextLife());
    nodes.get(0).start();
    await("it is back", () -> nodes.get(0).servers.session().isPresent());
    create(2, process, "session", "another.Class");
    nodes.get(2).cluster.runStarted(process, "note", "paragraph");
    assertEquals(List.of("session/a.Class", "session/another.Class"), world.all().get(0).created);
    world.all().get(0).die();
    String key = "process/" + process.interpreterGroupId();
    await("it is known to be gone", () -> nodes.get(2).metadata.local().get(key).isEmpty());
    assertThrows(
        IOException.class, () -> nodes.get(2).cluster.runStarted(process, "note", "paragraph"));
  }

  @Test
  public void theLeaderTakesAProcessOverWithoutBeingAsked() throws Exception {
    find(0);
    nodes.get(0).crash();
    await("it has a manager", () -> !world.alive().get(0).reportsTo.isEmpty());
    assertEquals(1, world.alive().get(0).reportsTo.size());
  }

  @Test
  public void aProcessThatDiedWithItsManagerIsReplaced() throws Exception {
    RunningProcess process = find(0);
    nodes.get(0).crash();
    world.all().get(0).die();
    RunningProcess next = find(1);
    assertTrue(next.epoch() > process.epoch());
    assertEquals(1, world.alive().size());
  }

  @Test
  public void aProcessThatHangsIsReplacedAsSoonAsItHasEnded() throws Exception {
    RunningProcess process = find(0);
    world.hang(true);
    nodes.get(0).crash();
    String key = "process/" + process.interpreterGroupId();
    await(
        "it is given up",
        () ->
            nodes.get(1).metadata.local().get(key).orElseThrow().getValue().getProcess().getState()
                == ProcessState.STOPPING);
    assertEquals("nobody starts another beside it", 1, world.all().size());
    world.hang(false);
    await("it is ended", () -> nodes.get(1).metadata.local().get(key).isEmpty());
    assertEquals(List.of(), world.alive());
    assertTrue(find(1).epoch() > process.epoch());
    assertTrue(cluster(find(1).manager()).lastLossOf(process.interpreterGroupId()).isPresent());
  }

  @Test
  public void aSessionOfATakenOverProcessIsClosedAloneWhileAnotherIsOpen() throws Exception {
    RunningProcess process = find(0);
    create(0, process, "one", "a.Class");
    create(0, process, "two", "a.Class");
    nodes.get(0).crash();
    RunningProcess next = find(1);
    nodes.get(1).cluster.closeSession(next.interpreterGroupId(), "one");
    assertEquals(List.of("one/a.Class"), world.all().get(0).closed);
    assertEquals(1, world.alive().size());
    nodes.get(2).cluster.closeSession(next.interpreterGroupId(), "two");
    assertEquals(0, world.alive().size());
  }

  @Test
  public void aProcessOfAnOldEpochIsNotServed() throws Exception {
    RunningProcess process = find(0);
    ProcessRef old = new ProcessRef(GROUP, process.epoch() - 1);
    assertThrows(
        StaleException.class,
        () ->
            nodes
                .get(1)
                .clients
                .call(
                    "localhost",
                    nodes.get(0).rpc.port(),
                    3_000,
                    client -> {
                      client.checkProcess(old);
                      return null;
                    }));
  }

  @Test
  public void outputGoesToTheServerThatRunsTheParagraph() throws Exception {
    RunningProcess process = find(0);
    assertEquals(nodes.get(0).id, process.manager());
    nodes.get(2).cluster.runStarted(process, "note", "p1");
    String target = nodes.get(0).cluster.otherServerOf("note", "p1").orElseThrow();
    assertEquals(nodes.get(2).id, target);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add("line " + i);
      nodes.get(0).cluster.deliver(target, GROUP, ("line " + i).getBytes());
    }
    assertEquals(sent, events);
  }

  @Test
  public void withoutAMajorityTheUserIsToldWhoIsMissing() {
    nodes.get(1).crash();
    nodes.get(2).crash();
    MetadataUnavailableException refused =
        assertThrows(MetadataUnavailableException.class, () -> find(0));
    assertTrue(refused.getMessage(), refused.getMessage().contains(nodes.get(1).id));
    assertTrue(refused.getMessage(), refused.getMessage().contains(nodes.get(2).id));
    assertEquals(List.of(), world.all());
  }

  @Test
  public void theEndOfAProcessWithoutPidIsFoundOut() throws Exception {
    world.runElsewhere();
    find(0);
    world.alive().get(0).die();
    await("forgotten", () -> nodes.get(2).metadata.local().list("process/").isEmpty());
    find(1);
    assertEquals(1, world.alive().size());
  }

  @Test
  public void theWebPageOfAProcessIsKnownToEveryServer() throws Exception {
    RunningProcess process = find(1);
    String told = GROUP + "@" + process.epoch() + " http://page";
    InterpreterCluster manager = cluster(process.manager());
    manager.webUrl(GROUP, "http://page");
    for (TestNode node : nodes) {
      await("told", () -> node.local.webUrls.contains(told));
      assertEquals(Optional.of("http://page"), node.cluster.webUrlOf(process));
    }
  }

  @Test
  public void aServerThatDoesNotManageTheProcessKnowsWhoToTellOfItsWebPage() throws Exception {
    RunningProcess process = find(1);
    for (TestNode node : nodes) {
      await("entry known", () -> !node.metadata.local().list("process/").isEmpty());
      Optional<String> other = node.cluster.otherManagerOf(GROUP);
      assertEquals(node.id.equals(process.manager()), other.isEmpty());
      if (other.isPresent()) {
        assertEquals(process.manager(), other.get());
        node.cluster.webUrl(GROUP, "http://nowhere");
      }
    }
    assertEquals(Optional.empty(), cluster(process.manager()).webUrlOf(process));
  }

  private InterpreterCluster cluster(String server) {
    return nodes.stream().filter(n -> n.id.equals(server)).findFirst().orElseThrow().cluster;
  }

  /** Commits a setting and gives back its version. */
  private long changeSetting() {
    PutCommand put =
        new PutCommand(
            Keys.setting("sample"), EntryValue.setting(new SettingEntry().setJson("{}")));
    return nodes.get(0).metadata.commit(List.of(Command.put(put))).join().getIndex();
  }

  @Test
  public void aProcessThatIsOlderThanItsSettingIsStoppedByItsManager() throws Exception {
    RunningProcess before = find(1);
    long version = changeSetting();
    nodes.forEach(node -> node.cluster.settingChanged("sample", version));
    nodes.get(0).cluster.awaitStopped("sample", version);
    assertEquals(List.of(), world.alive());
    RunningProcess after = find(2);
    assertTrue(after.epoch() > version && version > before.epoch());
    nodes.forEach(node -> node.cluster.settingChanged("sample", version));
    nodes.get(0).cluster.awaitStopped("sample", version);
    assertEquals(1, world.alive().size());
  }

  @Test
  public void aSettingThatChangesWhileItsProcessStartsIsNotServedByIt() throws Exception {
    List<Long> versions = new CopyOnWriteArrayList<>();
    world.beforeStart(() -> versions.add(changeSetting()));
    LaunchException failure = assertThrows(LaunchException.class, () -> find(0));
    assertTrue(failure.getMessage(), failure.getMessage().contains("was changed"));
    assertEquals(1, versions.size());
    assertEquals(List.of(), world.alive());
    world.beforeStart(() -> {});
    assertTrue(find(0).epoch() > versions.get(0));
  }

  @Test
  public void aProcessWhoseStopIsAnnouncedIsNotTakenForTheOneThatWasAskedFor() throws Exception {
    world.beforeStart(this::changeSetting);
    nodes.forEach(node -> node.laterCommits = false);
    LaunchException failure = assertThrows(LaunchException.class, () -> find(0));
    assertTrue(failure.getMessage(), failure.getMessage().contains("was changed"));
    assertEquals(List.of(), world.alive());
  }

  @Test
  public void whoeverAsksWhileAProcessIsBeingStoppedGetsTheNextOne() throws Exception {
    RunningProcess first = find(0);
    String forgotten = GROUP + "@" + first.epoch();
    CountDownLatch ended = new CountDownLatch(1);
    world.whileStopping(() -> awaitUninterruptibly(ended));
    List<TestNode> others =
        nodes.stream().filter(n -> !n.id.equals(first.manager())).collect(Collectors.toList());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> stop =
          threads.submit(
              () -> {
                others.get(0).cluster.stop(GROUP);
                return null;
              });
      await(
          "the others know, while it still lives",
          () -> others.stream().allMatch(n -> n.local.forgotten.contains(forgotten)));
      assertEquals(1, world.alive().size());
      Future<RunningProcess> next = threads.submit(() -> find(nodes.indexOf(others.get(1))));
      world.whileStopping(() -> {});
      ended.countDown();
      assertTrue(next.get(30, TimeUnit.SECONDS).epoch() > first.epoch());
      stop.get(30, TimeUnit.SECONDS);
    } finally {
      ended.countDown();
      threads.shutdownNow();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  public void nothingIsStartedOfASettingThatIsOutOfDate() throws Exception {
    nodes.get(0).local.settingsChanged = true;
    assertThrows(LaunchException.class, () -> find(0));
    assertEquals(List.of(), world.all());
    nodes.get(0).local.settingsChanged = false;
    find(0);
  }
}
