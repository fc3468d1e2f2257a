// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.ports.FreePorts;
import org.junit.rules.TemporaryFolder;

/** Some servers without Zeppelin that are members of one cluster. */
public final class TestNodes {

  private static final long AWAIT_SECONDS = 30;
  private static final long POLL_MILLIS = 20;

  private TestNodes() {}

  /** Three of them, not started. */
  public static List<TestNode> three(
      TemporaryFolder folder, FakeWorld world, UnaryOperator<byte[]> events) throws IOException {
    List<Integer> ports = FreePorts.some(6);
    List<String> ids =
        ports.subList(0, 3).stream().map(p -> "localhost:" + p).collect(Collectors.toList());
    List<TestNode> nodes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      nodes.add(
          new TestNode(
              ids.get(i), ids, ports.get(3 + i), folder.newFolder().toPath(), world, events));
    }
    return nodes;
  }

  /** Starts them and waits until each knows all and each may be chosen for a process. */
  public static void start(List<TestNode> nodes) throws Exception {
    for (TestNode node : nodes) {
      node.start();
    }
    await("all sessions", () -> nodes.stream().allMatch(n -> n.servers.session().isPresent()));
    await(
        "all servers known everywhere",
        () ->
            nodes.stream()
                .allMatch(n -> n.metadata.local().list("server/").size() == nodes.size()));
    await(
        "the leader heard all",
        () ->
            nodes.get(0).servers.list().stream().filter(s -> s.load().isPresent()).count()
                == nodes.size());
  }

  /** Asks until it is so; fails after half a minute. */
  public static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS);
    while (!condition.call()) {
      assertTrue(what + " did not happen", end - System.nanoTime() > 0);
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
