// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.ExpireSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.OpenSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;
import org.apache.zeppelin.clustering.probe.Probe;
import org.apache.zeppelin.clustering.servers.wire.ProcessLiveness;
import org.junit.After;
import org.junit.Test;

/** Servers with real threads and short times on a metadata in memory. */
public class ServersTest {

  private static final String A = "a:6000";
  private static final String B = "b:6000";
  private static final String C = "c:6000";
  private static final ServerSettings QUICK = new ServerSettings(40, 400, 200, 2_000);

  private final Random random = new Random(5);
  private final FakeCluster cluster = new FakeCluster(A, B, C);
  private final Map<String, FakeMetadata> metadata = new HashMap<>();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  @After
  public void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
    cluster.close();
    eventually(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("zeppelin-cluster-")));
  }

  private Servers join(String id) {
    // The wall clock that the leader shows to people is nonsense here: nothing may depend on it.
    LeaderSessions sessions =
        new LeaderSessions(
            QUICK, (host, port) -> Probe.Outcome.SILENT, System::nanoTime, random::nextLong);
    FakeMetadata own = cluster.join(id, sessions);
    metadata.put(id, own);
    sessions.start(own);
    Servers servers = servers(id, own);
    toClose.add(servers);
    toClose.add(sessions);
    return servers;
  }

  private Servers servers(String id, FakeMetadata own) {
    ServerIdentity identity =
        new ServerIdentity(id, "localhost", 7000, 8080, 12, List.of("gpu"), "0.1", 2.0, 5);
    return new Servers(
        own, identity, QUICK, () -> new ResourceSample(2000, 500, 100, 40), System::nanoTime);
  }

  private SessionListener recorder() {
    return new SessionListener() {
      @Override
      public void onSessionOpened(String session) {
        events.add("opened");
      }

      @Override
      public void onSessionLost(String session) {
        events.add("lost");
      }

      @Override
      public void onLapsed(String session) {
        events.add("lapsed");
      }

      @Override
      public void onRecovered(String session) {
        events.add("recovered");
      }
    };
  }

  private static void eventually(BooleanSupplier condition) throws Exception {
    long from = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue("not within 10 s", System.nanoTime() - from < TimeUnit.SECONDS.toNanos(10));
      Thread.sleep(5);
    }
  }

  private void endSession(String session) throws Exception {
    metadata
        .get(A)
        .commit(List.of(Command.expireSession(new ExpireSessionCommand(session, "test"))))
        .get();
  }

  @Test
  public void startsBeforeThereIsAMajority() throws Exception {
    Servers a = join(A);
    a.addListener(recorder());
    cluster.cutOff(B);
    a.start();
    eventually(() -> a.problem().isPresent());
    assertEquals(ServerLease.State.NONE, a.state());
    MetadataUnavailableException e =
        assertThrows(MetadataUnavailableException.class, a::requireSession);
    assertEquals(List.of(B), e.missing());
    assertTrue(e.getMessage(), e.getMessage().contains(A) && e.getMessage().contains(B));
    cluster.elect(A);
    eventually(() -> a.session().isPresent());
    assertEquals(a.session().get(), a.requireSession());
    assertFalse(a.problem().isPresent());
    eventually(() -> events.equals(List.of("opened")));
  }

  @Test
  public void everyServerGivesTheSameList() throws Exception {
    Servers a = join(A);
    Servers b = join(B);
    a.reportProcesses(() -> List.of(new ProcessLiveness("md", 4), new ProcessLiveness("sh", 5)));
    a.start();
    b.start();
    cluster.elect(B);
    eventually(() -> a.session().isPresent() && b.session().isPresent());
    eventually(() -> a.list().get(0).load().isPresent() && a.list().get(1).load().isPresent());
    for (List<ServerView> list : List.of(a.list(), b.list())) {
      assertEquals("[a:6000 ONLINE, b:6000 ONLINE (leader), c:6000 OFFLINE]", list.toString());
      ServerView first = list.get(0);
      assertEquals(2, first.processes());
      assertEquals(500, first.load().get().getCpuUsed());
      assertEquals(40, first.load().get().getMemoryUsed());
      assertEquals(List.of("gpu"), first.labels());
      assertEquals(2.0, first.weight(), 0);
      assertEquals(5, first.maxProcesses());
      assertEquals("localhost", first.host());
      assertEquals(ServerState.OFFLINE, list.get(2).state());
      assertEquals("c", list.get(2).host());
    }
  }

  @Test
  public void heartbeatsLeaveNoTraceInTheLog() throws Exception {
    Servers a = join(A);
    cluster.elect(A);
    a.start();
    eventually(() -> a.session().isPresent());
    long before = cluster.commits();
    Thread.sleep(800);
    assertEquals(before, cluster.commits());
    assertTrue(a.session().isPresent());
  }

  @Test
  public void failingReportOfProcessesDoesNotStopTheHeartbeats() throws Exception {
    Servers a = join(A);
    cluster.elect(A);
    a.reportProcesses(
        () -> {
          throw new IllegalStateException("broken");
        });
    a.start();
    eventually(() -> a.session().isPresent());
    Thread.sleep(600);
    assertTrue(a.session().isPresent());
  }

  @Test
  public void lapsesWhileCutOffAndRecoversBeforeItIsEnded() throws Exception {
    Servers a = join(A);
    Servers b = join(B);
    b.addListener(recorder());
    cluster.elect(A);
    a.start();
    b.start();
    eventually(() -> b.session().isPresent());
    String session = b.requireSession();
    cluster.cutOff(B);
    eventually(() -> !b.session().isPresent());
    assertEquals(ServerLease.State.LAPSED, b.state());
    assertTrue("the session had ended first", cluster.view().session(session).isPresent());
    cluster.elect(A); // a new term: the full timeout again
    cluster.reconnect(B);
    eventually(() -> b.session().isPresent());
    assertEquals(session, b.requireSession());
    eventually(() -> events.equals(List.of("opened", "lapsed", "recovered")));
  }

  @Test
  public void serverCutOffForLongLosesItsSessionAndOpensAnother() throws Exception {
    Servers a = join(A);
    Servers b = join(B);
    b.addListener(recorder());
    cluster.elect(A);
    a.start();
    b.start();
    eventually(() -> b.session().isPresent());
    String session = b.requireSession();
    cluster.cutOff(B);
    eventually(() -> !cluster.view().session(session).isPresent());
    assertFalse(b.session().isPresent());
    cluster.reconnect(B);
    eventually(() -> b.session().isPresent());
    assertNotEquals(session, b.requireSession());
    eventually(() -> events.size() == 4);
    assertEquals(List.of("opened", "lapsed", "lost", "opened"), events);
  }

  @Test
  public void nothingIsOpenedBeforeTheListenersHaveStopped() throws Exception {
    Servers a = join(A);
    a.addListener(recorder());
    a.addListener(
        new SessionListener() {
          @Override
          public void onSessionLost(String session) {
            try {
              Thread.sleep(300);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            events.add("stopped, sessions: " + cluster.view().sessions().size());
            throw new IllegalStateException("a listener that fails");
          }
        });
    cluster.elect(A);
    a.start();
    eventually(() -> a.session().isPresent());
    endSession(a.requireSession());
    eventually(() -> events.size() == 4);
    assertEquals(List.of("opened", "lost", "stopped, sessions: 0", "opened"), events);
  }

  @Test
  public void closeEndsTheSessionAtOnce() throws Exception {
    Servers a = join(A);
    Servers b = join(B);
    cluster.elect(A);
    a.start();
    b.start();
    eventually(() -> a.session().isPresent() && b.session().isPresent());
    b.close();
    assertEquals(1, cluster.view().sessions().size());
    assertEquals(ServerState.OFFLINE, a.list().get(1).state());
    assertFalse(b.session().isPresent());
  }

  @Test
  public void restartedServerReplacesTheSessionOfItsFormerLife() throws Exception {
    Servers a = join(A);
    cluster.elect(A);
    metadata
        .get(A)
        .commit(List.of(Command.openSession(new OpenSessionCommand("former", A, 400))))
        .get();
    a.start();
    eventually(() -> a.session().isPresent());
    assertFalse(cluster.view().session("former").isPresent());
    assertEquals(a.requireSession(), cluster.view().get("server/" + A).get().getSession());
  }

  @Test
  public void listWithoutMajorityFails() {
    Servers a = join(A);
    assertThrows(MetadataException.class, a::list);
  }

  @Test
  public void settingsAreChecked() {
    assertTrue(
        assertThrows(
                IllegalArgumentException.class, () -> new ServerSettings(1_000, 2_000, 9_000, 1))
            .getMessage()
            .contains("zeppelin.cluster.session.timeout.ms is 2000"));
    assertThrows(IllegalArgumentException.class, () -> new ServerSettings(0, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new ServerSettings(10, 30, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> new ServerSettings(10, 30, 10, 0));
    assertEquals(1_000, ServerSettings.defaults().heartbeatIntervalMillis());
    assertEquals(5_000, ServerSettings.defaults().sessionTimeoutMillis());
  }

  @Test
  public void manyServersAreHeardLessOftenEachButOftenEnough() {
    ServerSettings settings = ServerSettings.defaults();
    long second = TimeUnit.SECONDS.toNanos(1);
    assertEquals(second, settings.heartbeatIntervalNanos(0));
    assertEquals(second, settings.heartbeatIntervalNanos(30));
    assertEquals(second * 45 / 30, settings.heartbeatIntervalNanos(45));
    assertEquals("a third of the timeout", second * 5 / 3, settings.heartbeatIntervalNanos(53));
    assertEquals(second * 5 / 3, settings.heartbeatIntervalNanos(1_000));
    ServerSettings often = new ServerSettings(100, 600, 1_000, 1_000);
    assertEquals(second / 10, often.heartbeatIntervalNanos(3));
    assertEquals("a third of the timeout", second / 5, often.heartbeatIntervalNanos(7));
  }
}
