// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.OpenSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.probe.Probe;
import org.apache.zeppelin.clustering.servers.wire.ClusterLoads;
import org.apache.zeppelin.clustering.servers.wire.Heartbeat;
import org.apache.zeppelin.clustering.servers.wire.HeartbeatReply;
import org.apache.zeppelin.clustering.servers.wire.Load;
import org.apache.zeppelin.clustering.servers.wire.ProcessLiveness;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The leader's duties by hand: looks and clock are the test's. */
public class LeaderSessionsTest {

  private static final String A = "a:6000";
  private static final String B = "b:6000";
  private static final ServerSettings SLOW =
      new ServerSettings(3_600_000, 18_000_000, 3_600_000, 1);
  private static final long BEAT = SLOW.heartbeatIntervalNanos();

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
  private final Random random = new Random(3);
  private volatile Probe.Outcome outcome = Probe.Outcome.SILENT;
  private final List<String> probed = new CopyOnWriteArrayList<>();
  private final FakeCluster cluster = new FakeCluster(A, B);
  private final LeaderSessions sessions =
      new LeaderSessions(SLOW, this::probe, nanos::get, random::nextLong);
  private FakeMetadata metadata;

  private synchronized Probe.Outcome probe(String host, int port) {
    probed.add(host + ":" + port);
    return outcome;
  }

  @Before
  public void start() throws Exception {
    metadata = cluster.join(A, sessions);
    cluster.elect(A);
    sessions.start(metadata);
    open("sa", A);
    open("sb", B);
  }

  @After
  public void stop() {
    sessions.close();
    cluster.close();
  }

  private void open(String session, String server) throws Exception {
    ServerIdentity identity =
        new ServerIdentity(server, server.substring(0, 1), 7000, 80, 0, List.of(), "1", 1, 0);
    metadata
        .commit(
            List.of(
                Command.openSession(
                    new OpenSessionCommand(session, server, SLOW.sessionTimeoutMillis())),
                Command.put(
                    new PutCommand("server/" + server, EntryValue.server(identity.toEntry()))
                        .setSession(session))))
        .get();
  }

  private boolean heartbeat(String session, String server) {
    Heartbeat heartbeat =
        new Heartbeat(server, session, new Load(1, 2, 3, 4), 1)
            .setProcesses(List.of(new ProcessLiveness("md", 9)))
            .setRuns(Map.of("md", 3, "sh", 2));
    byte[] reply = sessions.answer(Wire.HEARTBEAT, Wire.write(heartbeat));
    return Wire.read(reply, new HeartbeatReply()).isSessionOpen();
  }

  private void pass(double beats) {
    nanos.addAndGet((long) (beats * BEAT));
    sessions.look();
  }

  /** Waits for the threads that probe and commit. */
  private void eventually(java.util.function.BooleanSupplier condition) throws Exception {
    long from = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - from < TimeUnit.SECONDS.toNanos(10));
      Thread.sleep(5);
    }
  }

  @Test
  public void heartbeatsChangeMemoryOnly() {
    long before = cluster.commits();
    for (int i = 0; i < 200; i++) {
      assertTrue(heartbeat("sa", A));
      assertTrue(heartbeat("sb", B));
      pass(0.5);
    }
    assertEquals(before, cluster.commits());
    ClusterLoads loads = Wire.read(sessions.answer(Wire.LOADS, new byte[0]), new ClusterLoads());
    assertEquals(A, loads.getLeader());
    assertEquals(2, loads.getServersSize());
    assertEquals(new Load(1, 2, 3, 4), loads.getServers().get(1).getLoad());
    assertEquals(9, loads.getServers().get(1).getProcesses().get(0).getEpoch());
    ClusterLoads counts =
        Wire.read(sessions.answer(Wire.LOAD_COUNTS, new byte[0]), new ClusterLoads());
    ServerLoad count = counts.getServers().get(1);
    assertEquals(new Load(1, 2, 3, 4), count.getLoad());
    assertEquals(1, count.getProcessCount());
    assertEquals(5, count.getRunCount());
    assertEquals(List.of(), count.getProcesses());
    assertFalse(count.isSetRuns());
  }

  private HeartbeatReply beat(Heartbeat heartbeat) {
    return Wire.read(sessions.answer(Wire.HEARTBEAT, Wire.write(heartbeat)), new HeartbeatReply());
  }

  private List<ServerLoad> loads() {
    return Wire.read(sessions.answer(Wire.LOADS, new byte[0]), new ClusterLoads()).getServers();
  }

  @Test
  public void whatHasNotChangedNeedNotBeSaidAgain() {
    List<ProcessLiveness> processes = List.of(new ProcessLiveness("md", 9));
    Heartbeat all = new Heartbeat(A, "sa", new Load(1, 2, 3, 4), 7).setProcesses(processes);
    assertEquals(7, beat(all).getReport());
    Heartbeat same = new Heartbeat(A, "sa", new Load(5, 6, 7, 8), 7);
    assertEquals(7, beat(same).getReport());
    assertEquals(processes, loads().get(0).getProcesses());
    assertEquals(new Load(5, 6, 7, 8), loads().get(0).getLoad());
  }

  @Test
  public void whatItHasNotHeardItAsksFor() {
    HeartbeatReply unheard = beat(new Heartbeat(A, "sa", new Load(1, 2, 3, 4), 7));
    assertTrue(unheard.isSessionOpen());
    assertFalse(unheard.isSetReport());
    assertEquals("it is not taken for a server without processes", List.of(), loads());
    beat(new Heartbeat(A, "sa", new Load(1, 2, 3, 4), 7).setProcesses(List.of()));
    assertFalse(beat(new Heartbeat(A, "sa", new Load(1, 2, 3, 4), 8)).isSetReport());
    sessions.stopped();
    sessions.started(2);
    assertFalse(
        "what it heard before it led anew",
        beat(new Heartbeat(A, "sa", new Load(1, 2, 3, 4), 7)).isSetReport());
  }

  @Test
  public void silentServerIsEndedOnceAndToldSo() throws Exception {
    long before = cluster.commits();
    for (int i = 0; i < 6; i++) {
      heartbeat("sa", A);
      pass(1);
    }
    eventually(() -> !cluster.view().session("sb").isPresent());
    pass(0.1);
    pass(0.1);
    assertEquals(before + 1, cluster.commits());
    assertFalse(cluster.view().get("server/" + B).isPresent());
    assertFalse(heartbeat("sb", B));
    assertTrue(heartbeat("sa", A));
    ClusterLoads loads = Wire.read(sessions.answer(Wire.LOADS, new byte[0]), new ClusterLoads());
    assertEquals(1, loads.getServersSize());
  }

  @Test
  public void heartbeatOfASessionThatIsBeingEndedIsNotAnswered() {
    cluster.cutOff(A);
    for (int i = 0; i < 6; i++) {
      heartbeat("sa", A);
      pass(1);
    }
    MetadataException e = assertThrows(MetadataException.class, () -> heartbeat("sb", B));
    assertTrue(e.getMessage(), e.getMessage().contains(B));
  }

  @Test
  public void endThatCouldNotBeCommittedIsTriedAgain() throws Exception {
    cluster.cutOff(A);
    for (int i = 0; i < 6; i++) {
      heartbeat("sa", A);
      pass(1);
    }
    assertTrue(cluster.view().session("sb").isPresent());
    cluster.reconnect(A);
    eventually(
        () -> {
          heartbeat("sa", A);
          sessions.look();
          return !cluster.view().session("sb").isPresent();
        });
  }

  @Test
  public void crashIsActedOnAtOnce() throws Exception {
    outcome = Probe.Outcome.REFUSED;
    heartbeat("sa", A);
    heartbeat("sb", B);
    pass(1.2);
    Thread.sleep(50);
    assertTrue(probed.isEmpty());
    heartbeat("sa", A);
    pass(1);
    eventually(
        () -> {
          sessions.look();
          return !cluster.view().session("sb").isPresent();
        });
    assertTrue(cluster.view().session("sa").isPresent());
    assertEquals(List.of("b:7000"), probed);
  }

  @Test
  public void pausedOrUnreachableServerKeepsItsTimeout() throws Exception {
    for (Probe.Outcome gentle : List.of(Probe.Outcome.ANSWERS, Probe.Outcome.SILENT)) {
      outcome = gentle;
      probed.clear();
      for (int i = 0; i < 4; i++) {
        heartbeat("sa", A);
        pass(1);
      }
      eventually(
          () -> {
            // Not while the probe of the round before is still under way.
            sessions.look();
            return !probed.isEmpty();
          });
      assertTrue(cluster.view().session("sb").isPresent());
      assertTrue(heartbeat("sb", B));
    }
  }

  @Test
  public void whereManyAreHeardLessOftenTheyAreDoubtedLater() throws Exception {
    List<String> many =
        IntStream.range(0, 840).mapToObj(i -> "s" + i + ":6000").collect(Collectors.toList());
    // So slow that no look of its own thread falls into the test.
    ServerSettings slow = new ServerSettings(20_000, 100_000, 20_000, 1);
    try (FakeCluster large = new FakeCluster(many.toArray(new String[0]));
        LeaderSessions leader = new LeaderSessions(slow, this::probe, nanos::get, () -> 0L)) {
      metadata = large.join(many.get(0), leader);
      leader.start(metadata);
      large.elect(many.get(0));
      for (String server : many) {
        open(server, server);
      }
      for (String server : many) {
        leader.answer(
            Wire.HEARTBEAT, Wire.write(new Heartbeat(server, server, new Load(1, 2, 3, 4), 1)));
      }
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(26));
      leader.look();
      Thread.sleep(50);
      assertEquals("a heartbeat is due after 28 s", List.of(), probed);
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
      leader.look();
      eventually(() -> probed.size() >= many.size() - 1);
    }
  }

  @Test
  public void decisionOfADeposedLeaderIsVoid() throws Exception {
    LeaderSessions successor =
        new LeaderSessions(SLOW, (host, port) -> Probe.Outcome.SILENT, nanos::get, () -> 0L);
    successor.start(cluster.join(B, successor));
    cluster.cutOff(A);
    for (int i = 0; i < 6; i++) {
      heartbeat("sa", A);
      pass(1);
    }
    cluster.reconnect(A);
    cluster.elect(B);
    // As if the old leader had not noticed: its decision arrives in the new term.
    sessions.started(1);
    heartbeat("sa", A);
    for (int i = 0; i < 6; i++) {
      heartbeat("sa", A);
      pass(1);
    }
    Thread.sleep(50);
    assertTrue(cluster.view().session("sb").isPresent());
    successor.close();
  }

  @Test
  public void onlyTheLeaderAnswers() {
    sessions.stopped();
    assertThrows(MetadataException.class, () -> heartbeat("sa", A));
    assertThrows(MetadataException.class, () -> sessions.answer(Wire.LOADS, new byte[0]));
  }

  @Test
  public void strangersAreToldThatTheyHaveNoSession() {
    assertFalse(heartbeat("sa", B));
    assertFalse(heartbeat("unknown", A));
  }

  @Test
  public void nonsenseIsRefused() {
    assertThrows(MetadataException.class, () -> sessions.answer("other", new byte[0]));
    assertThrows(
        MetadataException.class, () -> sessions.answer(Wire.HEARTBEAT, new byte[] {1, 2, 3}));
  }
}
