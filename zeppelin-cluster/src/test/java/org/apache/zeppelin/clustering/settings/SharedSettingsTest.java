// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.settings;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zeppelin.clustering.interpreters.FakeWorld;
import org.apache.zeppelin.clustering.interpreters.TestNode;
import org.apache.zeppelin.clustering.interpreters.TestNodes;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Three servers over real Raft that have one set of interpreter settings. */
public class SharedSettingsTest {

  private static final long WAIT_MILLIS = 4_000;
  private static final String A = "setting/a";
  private static final String B = "setting/b";
  private static final String REPOSITORY = "repository/r";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<TestNode> nodes = new ArrayList<>();
  private final List<SharedSettings> shared = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();

  /** What one server's Zeppelin would have. */
  private static final class Server implements LocalSettings {
    final Map<String, String> present = new ConcurrentHashMap<>();
    final List<String> applied = new CopyOnWriteArrayList<>();
    volatile String broken = "";

    @Override
    public Map<String, String> all() {
      return Map.copyOf(present);
    }

    @Override
    public boolean has(String key, Optional<String> json) {
      return Optional.ofNullable(present.get(key)).equals(json);
    }

    @Override
    public void apply(String key, Optional<String> json, long version) throws IOException {
      applied.add(key + "=" + json.orElse("-"));
      if (key.equals(broken)) {
        throw new IOException("not installed");
      }
      json.ifPresentOrElse(text -> present.put(key, text), () -> present.remove(key));
    }
  }

  @Before
  public void up() throws Exception {
    nodes.addAll(TestNodes.three(folder, new FakeWorld(), message -> message));
    for (TestNode node : nodes) {
      Server local = new Server();
      servers.add(local);
      shared.add(part(node, local));
    }
    TestNodes.start(nodes);
  }

  private static SharedSettings part(TestNode node, Server local) {
    return new SharedSettings(node.metadata, node.servers, local, WAIT_MILLIS, System::nanoTime);
  }

  @After
  public void down() {
    shared.forEach(SharedSettings::close);
    nodes.forEach(TestNode::crash);
  }

  private void startAll() {
    shared.forEach(SharedSettings::start);
  }

  private void awaitEverywhere(Map<String, String> expected) throws Exception {
    for (Server server : servers) {
      TestNodes.await(
          expected + " instead of " + server.present, () -> server.present.equals(expected));
    }
  }

  @Test
  public void atTheStartTheClusterGetsWhatAnyServerHas() throws Exception {
    servers.get(0).present.put(A, "of 0");
    servers.get(2).present.put(B, "of 2");
    servers.get(1).present.put(REPOSITORY, "of 1");
    startAll();
    awaitEverywhere(Map.of(A, "of 0", B, "of 2", REPOSITORY, "of 1"));
  }

  @Test
  public void aServerThatHasItAlreadyIsLeftAlone() throws Exception {
    servers.forEach(server -> server.present.put(A, "1"));
    startAll();
    shared.get(0).change(Change.STORE, REPOSITORY, "x");
    awaitEverywhere(Map.of(A, "1", REPOSITORY, "x"));
    for (Server server : servers) {
      assertEquals(List.of(REPOSITORY + "=x"), server.applied);
    }
  }

  @Test
  public void whoeverAskedHasItBeforeHeIsAnswered() throws Exception {
    startAll();
    for (int round = 0; round < 10; round++) {
      int server = round % 3;
      String text = "round " + round;
      if (round == 0) {
        shared.get(server).change(Change.CREATE, A, text);
      } else {
        TestNodes.await(
            "the last round",
            () ->
                servers.get(server).present.containsKey(A)
                    && shared.get(server).version(A, 0)
                        == nodes.get(server).metadata.get(A).join().get().getVersion());
        shared.get(server).change(Change.EDIT, A, text);
      }
      assertEquals(text, servers.get(server).present.get(A));
    }
    awaitEverywhere(Map.of(A, "round 9"));
  }

  @Test
  public void everyServerDoesTheSameInTheSameOrder() throws Exception {
    startAll();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        int number = i;
        work.add(
            () -> {
              shared.get(number % 3).change(Change.STORE, "repository/" + number % 5, "n" + number);
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (Server server : servers) {
      TestNodes.await("all changes", () -> server.applied.size() >= 30);
    }
    assertEquals(servers.get(0).applied, servers.get(1).applied);
    assertEquals(servers.get(0).applied, servers.get(2).applied);
  }

  @Test
  public void twoEditsAtOnceAreOneEditAndOneClearError() throws Exception {
    startAll();
    shared.get(0).change(Change.CREATE, A, "first");
    awaitEverywhere(Map.of(A, "first"));
    AtomicInteger done = new AtomicInteger();
    List<String> refusals = new CopyOnWriteArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int number = i;
        work.add(
            () -> {
              try {
                shared.get(number).change(Change.EDIT, A, "by " + number);
                done.incrementAndGet();
              } catch (IOException e) {
                refusals.add(e.getMessage());
              }
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertTrue("none was done: " + refusals, done.get() >= 1);
    assertEquals(3, done.get() + refusals.size());
    for (String refusal : refusals) {
      assertTrue(refusal, refusal.contains("Interpreter a was changed on another server"));
    }
  }

  @Test
  public void aNameIsTakenOnceForAllServers() throws Exception {
    startAll();
    AtomicInteger made = new AtomicInteger();
    List<String> refusals = new CopyOnWriteArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (SharedSettings each : shared) {
        work.add(
            () -> {
              try {
                each.change(Change.CREATE, A, "x");
                made.incrementAndGet();
              } catch (IOException e) {
                refusals.add(e.getMessage());
              }
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, made.get());
    assertEquals(
        List.of("Interpreter a already existed", "Interpreter a already existed"), refusals);
  }

  @Test
  public void whatWasRemovedDoesNotComeBackFromAnOldFile() throws Exception {
    startAll();
    shared.get(0).change(Change.CREATE, A, "x");
    shared.get(0).change(Change.CREATE, B, "y");
    awaitEverywhere(Map.of(A, "x", B, "y"));
    shared.get(2).close();
    shared.get(1).change(Change.REMOVE, A, null);
    shared.get(1).change(Change.EDIT, B, "newer");
    assertEquals(Map.of(A, "x", B, "y"), new TreeMap<>(servers.get(2).present));

    // It starts with what its file says.
    shared.set(2, part(nodes.get(2), servers.get(2)));
    shared.get(2).start();
    awaitEverywhere(Map.of(B, "newer"));

    shared.get(2).change(Change.CREATE, A, "again");
    awaitEverywhere(Map.of(A, "again", B, "newer"));
  }

  @Test
  public void aServerThatCannotSaysSoAndCatchesUpWhenItCan() throws Exception {
    startAll();
    servers.get(1).broken = A;
    shared.get(0).change(Change.CREATE, A, "x");
    TestNodes.await("tried", () -> servers.get(1).applied.contains(A + "=x"));
    assertFalse(servers.get(1).present.containsKey(A));
    String said =
        assertThrows(IOException.class, () -> shared.get(1).change(Change.STORE, A, "z"))
            .getMessage();
    assertTrue(said, said.contains("not on this server: not installed"));
    servers.get(1).broken = "";
    shared.get(1).compareAgain();
    awaitEverywhere(Map.of(A, "z"));
  }

  @Test
  public void aMinorityChangesNothing() throws Exception {
    startAll();
    shared.get(0).change(Change.CREATE, A, "x");
    awaitEverywhere(Map.of(A, "x"));
    nodes.get(1).crash();
    nodes.get(2).crash();
    String said =
        assertThrows(IOException.class, () -> shared.get(0).change(Change.EDIT, A, "alone"))
            .getMessage();
    assertTrue(said, said.startsWith("Interpreter a cannot be changed now"));
    assertEquals("x", servers.get(0).present.get(A));
  }
}
