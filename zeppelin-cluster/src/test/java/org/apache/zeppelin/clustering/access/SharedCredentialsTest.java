// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.zeppelin.clustering.interpreters.FakeWorld;
import org.apache.zeppelin.clustering.interpreters.TestNode;
import org.apache.zeppelin.clustering.interpreters.TestNodes;
import org.apache.zeppelin.clustering.metadata.wire.CredentialEntry;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Three servers over real Raft that share what users have stored. */
public class SharedCredentialsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<TestNode> nodes = new ArrayList<>();
  private final List<SharedCredentials> shared = new ArrayList<>();

  /** Names and values in turns, one a line. */
  private static final class Lines implements CredentialSeal {
    @Override
    public CredentialEntry close(Map<String, String> stored) {
      List<String> lines = new ArrayList<>();
      stored.forEach((name, value) -> lines.addAll(List.of(name, value)));
      return new CredentialEntry().setClear(String.join("\n", lines));
    }

    @Override
    public Map<String, String> open(String user, CredentialEntry entry) {
      Map<String, String> stored = new HashMap<>();
      if (!entry.getClear().isEmpty()) {
        String[] lines = entry.getClear().split("\n");
        for (int i = 0; i < lines.length; i += 2) {
          stored.put(lines[i], lines[i + 1]);
        }
      }
      return stored;
    }
  }

  /** Zeppelin's own map of them. */
  private static final class Mirror implements LocalCredentials {
    final Map<String, Map<String, String>> present = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> before;

    Mirror(Map<String, Map<String, String>> before) {
      this.before = before;
    }

    @Override
    public Map<String, Map<String, String>> before() {
      return before;
    }

    @Override
    public void follow(String user, Map<String, String> stored) {
      present.put(user, stored);
    }
  }

  @Before
  public void make() throws Exception {
    nodes.addAll(TestNodes.three(folder, new FakeWorld(), message -> message));
    for (TestNode node : nodes) {
      shared.add(new SharedCredentials(node.metadata, node.servers, new Lines()));
    }
  }

  @After
  public void down() {
    nodes.forEach(TestNode::crash);
  }

  private void put(int server, String user, String name, String value) throws IOException {
    shared
        .get(server)
        .change(
            user,
            present -> {
              Map<String, String> more = new HashMap<>(present);
              more.put(name, value);
              return more;
            });
  }

  @Test
  public void whatIsPutOnOneServerIsUsedOnEveryOtherAtOnce() throws Exception {
    TestNodes.start(nodes);
    for (int round = 0; round < 30; round++) {
      put(round % 3, "ann", "db", "v" + round);
      for (SharedCredentials each : shared) {
        assertEquals(Map.of("db", "v" + round), each.of("ann"));
      }
    }
    assertEquals(Map.of(), shared.get(1).of("bob"));
  }

  @Test
  public void whatManyPutAtOnceIsAllKept() throws Exception {
    TestNodes.start(nodes);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    Map<String, String> wanted = new HashMap<>();
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int number = i;
        wanted.put("db" + i, "v" + i);
        work.add(
            () -> {
              put(number % 3, "ann", "db" + number, "v" + number);
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(wanted, shared.get(0).of("ann"));
  }

  @Test
  public void aServerWithoutMajoritySaysThatItCannotKnow() throws Exception {
    TestNodes.start(nodes);
    put(0, "ann", "db", "v");
    nodes.get(1).crash();
    nodes.get(2).crash();
    assertThrows(IOException.class, () -> shared.get(0).of("ann"));
    assertThrows(IOException.class, () -> put(0, "ann", "db", "w"));
  }

  @Test
  public void anOldFileBringsNothingBackThatAUserRemoved() throws Exception {
    List<Mirror> mirrors =
        List.of(
            new Mirror(Map.of("ann", Map.of("db", "first"))),
            new Mirror(Map.of("ann", Map.of("db", "other"), "bob", Map.of("db", "bobs"))));
    List<CredentialFollower> followers = new ArrayList<>();
    for (int i = 0; i < mirrors.size(); i++) {
      TestNode node = nodes.get(i);
      followers.add(
          new CredentialFollower(node.metadata, node.servers, shared.get(i), mirrors.get(i)));
      followers.get(i).start();
    }
    try {
      TestNodes.start(nodes);
      TestNodes.await("both were taken over", () -> !shared.get(2).of("bob").isEmpty());
      TestNodes.await("ann too", () -> !shared.get(2).of("ann").isEmpty());
      String counts = shared.get(2).of("ann").get("db");
      for (Mirror each : mirrors) {
        TestNodes.await(
            "Zeppelin follows", () -> Map.of("db", counts).equals(each.present.get("ann")));
      }
      shared.get(2).change("ann", present -> Map.of());
      shared.get(0).adopt("ann", Map.of("db", "first"));
      assertEquals(Map.of(), shared.get(2).of("ann"));
      for (Mirror each : mirrors) {
        TestNodes.await("Zeppelin forgets", () -> each.present.get("ann").isEmpty());
      }
    } finally {
      followers.forEach(CredentialFollower::close);
    }
  }
}
