// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zeppelin.clustering.interpreters.FakeWorld;
import org.apache.zeppelin.clustering.interpreters.TestNode;
import org.apache.zeppelin.clustering.interpreters.TestNodes;
import org.apache.zeppelin.clustering.notes.wire.TreeChange;
import org.apache.zeppelin.clustering.notes.wire.TreeOperation;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Three servers over real Raft that change one tree of notes. */
public class ClusterTreeTest {

  private static final long WAIT_MILLIS = 4_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<TestNode> nodes = new ArrayList<>();
  private final List<ClusterTree> trees = new ArrayList<>();
  private final List<Recorded> recorded = new ArrayList<>();

  /** What a server's tree was told, its own steps included. */
  private static final class Recorded implements LocalTree {
    final List<String> steps = new CopyOnWriteArrayList<>();
    final AtomicInteger rereads = new AtomicInteger();
    final AtomicInteger told = new AtomicInteger();

    @Override
    public void follow(List<TreeChange> changes) {
      changes.forEach(c -> steps.add(c.getSubject()));
    }

    @Override
    public void told() {
      told.incrementAndGet();
    }

    @Override
    public void reread() {
      rereads.incrementAndGet();
    }
  }

  @Before
  public void up() throws Exception {
    nodes.addAll(TestNodes.three(folder, new FakeWorld(), message -> message));
    for (TestNode node : nodes) {
      Recorded local = new Recorded();
      recorded.add(local);
      trees.add(
          new ClusterTree(
              node.metadata,
              node.servers,
              local,
              (key, commands) -> node.metadata.commit(commands),
              WAIT_MILLIS,
              System::nanoTime));
    }
    TestNodes.start(nodes);
    trees.forEach(ClusterTree::start);
    await("all have compared", () -> recorded.stream().allMatch(r -> r.rereads.get() > 0));
  }

  @After
  public void down() {
    trees.forEach(ClusterTree::close);
    nodes.forEach(TestNode::crash);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    TestNodes.await(what, condition);
  }

  /** A step of this server: in its own list while it has the right, as Zeppelin does it. */
  private void step(int server, String subject) throws IOException {
    ClusterTree tree = trees.get(server);
    tree.begin();
    try {
      recorded.get(server).steps.add(subject);
      tree.did(new TreeChange(TreeOperation.ADD_NOTE, subject).setPath("/" + subject));
    } finally {
      tree.end();
    }
  }

  @Test
  public void aStepReachesTheOthersOnce() throws Exception {
    step(0, "a");
    step(0, "b");
    for (Recorded each : recorded) {
      await("both steps", () -> each.steps.size() >= 2);
      assertEquals(List.of("a", "b"), each.steps);
    }
  }

  @Test
  public void whoTookAStepHearsWhenItIsInTheLog() throws Exception {
    step(1, "a");
    await("its own step", () -> recorded.get(1).told.get() > 0);
    await("the step of another", () -> recorded.get(0).steps.size() == 1);
    assertEquals(0, recorded.get(0).told.get());
  }

  @Test
  public void whatOneServerReadAgainAllReadAgain() throws Exception {
    List<Integer> before = new ArrayList<>();
    recorded.forEach(r -> before.add(r.rereads.get()));
    ClusterTree tree = trees.get(0);
    tree.begin();
    tree.did(new TreeChange(TreeOperation.REREAD, ""));
    tree.end();
    for (int server = 1; server < 3; server++) {
      int asked = server;
      await("a look", () -> recorded.get(asked).rereads.get() == before.get(asked) + 1);
    }
  }

  @Test
  public void stepsOfAllServersAreInOneOrderEverywhere() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        int number = i;
        work.add(
            () -> {
              step(number % 3, "n" + number);
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (Recorded each : recorded) {
      await("all steps", () -> each.steps.size() >= 30);
    }
    assertEquals(recorded.get(0).steps, recorded.get(1).steps);
    assertEquals(recorded.get(0).steps, recorded.get(2).steps);
  }

  @Test
  public void whoeverHasTheRightHasSeenAllBefore() throws Exception {
    for (int round = 0; round < 10; round++) {
      step(round % 3, "r" + round);
      ClusterTree next = trees.get((round + 1) % 3);
      next.begin();
      try {
        assertEquals(round + 1, recorded.get((round + 1) % 3).steps.size());
      } finally {
        next.end();
      }
    }
  }

  @Test
  public void nestedStepsAreToldTogether() throws Exception {
    ClusterTree tree = trees.get(1);
    tree.begin();
    step(1, "x");
    step(1, "y");
    assertEquals(List.of(), recorded.get(0).steps);
    tree.end();
    await("both", () -> recorded.get(0).steps.size() == 2);
  }

  @Test
  public void aWaitThatIsTooLongSaysWhoHasTheRight() throws Exception {
    trees.get(0).begin();
    try {
      String said = assertThrows(IOException.class, () -> trees.get(1).begin()).getMessage();
      assertTrue(said, said.contains(nodes.get(0).id));
    } finally {
      trees.get(0).end();
    }
    step(1, "after");
  }

  @Test
  public void theRightOfADeadServerIsFreeAgain() throws Exception {
    trees.get(2).begin();
    int comparedBefore = recorded.get(1).rereads.get();
    nodes.get(2).crash();
    await(
        "a step after it",
        () -> {
          try {
            step(0, "later");
            return true;
          } catch (IOException e) {
            return false;
          }
        });
    await("told", () -> recorded.get(1).steps.contains("later"));
    // It may have changed the storage and told nobody.
    await("compared with the storage", () -> recorded.get(1).rereads.get() > comparedBefore);
  }
}
