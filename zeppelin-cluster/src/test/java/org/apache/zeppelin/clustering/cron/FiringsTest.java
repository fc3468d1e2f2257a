// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.zeppelin.clustering.interpreters.FakeWorld;
import org.apache.zeppelin.clustering.interpreters.TestNode;
import org.apache.zeppelin.clustering.interpreters.TestNodes;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ExpireSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.FiringEntry;
import org.apache.zeppelin.clustering.metadata.wire.NoteEntry;
import org.apache.zeppelin.clustering.metadata.wire.RequireSessionCommand;
import org.apache.zeppelin.clustering.servers.Peers;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Three servers over real Raft that have one scheduled note. */
public class FiringsTest {

  private static final String NOTE = "note";
  private static final long WAIT_MILLIS = 200;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<TestNode> nodes = new ArrayList<>();
  private final List<Local> locals = new ArrayList<>();

  /** For which points of the schedule the note did something, on whichever server. */
  private final List<Long> runs = new CopyOnWriteArrayList<>();

  /** A server's Zeppelin; the note's run begins, and is one entry in the list. */
  private final class Local implements LocalCron {
    final TestNode node;
    final Map<String, String> schedules = new ConcurrentHashMap<>();
    final Firings firings;
    volatile boolean scheduled = true;

    Local(TestNode node) {
      this.node = node;
      this.firings =
          new Firings(
              node.metadata,
              node.servers,
              new Peers(node.metadata, node.clients),
              this::otherOwner,
              this,
              (key, commands) -> node.metadata.commit(commands),
              WAIT_MILLIS);
      node.serve(firings::asked);
    }

    private Optional<String> otherOwner(String noteId, boolean certain) {
      Optional<Entry> entry = Blocking.await(node.metadata.get(Keys.note(noteId)));
      if (entry.isEmpty()) {
        String session = node.servers.requireSession();
        EntryValue value = EntryValue.note(new NoteEntry(node.id, session));
        Blocking.await(
            node.metadata.commit(
                List.of(
                    Command.requireSession(new RequireSessionCommand(session)),
                    Command.compareAndSet(
                        new CompareAndSetCommand(Keys.note(noteId), 0)
                            .setValue(value)
                            .setSession(session)))));
        return otherOwner(noteId, true);
      }
      return Optional.of(entry.get().getValue().getNote().getOwner())
          .filter(owner -> !owner.equals(node.id));
    }

    @Override
    public boolean present(String noteId) {
      return true;
    }

    @Override
    public boolean scheduled(String noteId, long scheduledMillis) {
      return scheduled;
    }

    @Override
    public boolean busy(String noteId) {
      return false;
    }

    @Override
    public void run(String noteId) {
      try {
        begin();
      } catch (IOException e) {
        // Another server runs it.
      }
    }

    private void begin() throws IOException {
      firings.begins(NOTE);
      runs.add(entry().getRunMillis());
    }

    @Override
    public void schedule(String noteId, String cron) {
      schedules.put(noteId, cron == null ? "never" : cron);
    }

    @Override
    public void scheduleAll() {}

    private FiringEntry entry() {
      return Blocking.await(node.metadata.get(Keys.firing(NOTE))).get().getValue().getFiring();
    }

    /** The schedule comes to that point here. */
    void comes(long time) throws IOException {
      if (firings.comes(NOTE, time)) {
        run(NOTE);
        firings.ended(NOTE);
      }
    }
  }

  @Before
  public void up() throws Exception {
    nodes.addAll(TestNodes.three(folder, new FakeWorld(), message -> message));
    for (TestNode node : nodes) {
      locals.add(new Local(node));
    }
    locals.forEach(local -> local.firings.start());
    TestNodes.start(nodes);
  }

  @After
  public void down() {
    locals.forEach(local -> local.firings.close());
    nodes.forEach(TestNode::crash);
  }

  private Local local(int server) {
    return locals.get(server);
  }

  private void crash(int server) {
    local(server).firings.close();
    nodes.get(server).crash();
  }

  /** Waits for its end too, as what comes before that is left out. */
  private void awaitRun(long time) throws Exception {
    TestNodes.await("the run for " + time, () -> runs.contains(time));
    TestNodes.await("the end of " + time, () -> !local(2).entry().isSetRunMillis());
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().collect(Collectors.toList());
  }

  @Test
  public void eachPointIsRunOnceWhenAllComeToItAtOnce() throws Exception {
    ExecutorService clocks = Executors.newFixedThreadPool(nodes.size());
    try {
      for (long time = 1; time <= 20; time++) {
        long point = time;
        List<Future<?>> come = new ArrayList<>();
        for (Local local : locals) {
          come.add(
              clocks.submit(
                  () -> {
                    local.comes(point);
                    return null;
                  }));
        }
        for (Future<?> each : come) {
          each.get();
        }
        awaitRun(point);
      }
    } finally {
      clocks.shutdownNow();
    }
    assertEquals(upTo(20), runs);
  }

  @Test
  public void anotherServerRunsWhatItsOwnerDiedTooEarlyFor() throws Exception {
    local(0).comes(1);
    crash(0);
    for (long time = 2; time <= 4; time++) {
      local(1).comes(time);
      local(2).comes(time);
      awaitRun(time);
    }
    assertEquals(upTo(4), runs);
  }

  @Test
  public void whatWasTakenAndNotBegunIsRunByTheNextOwner() throws Exception {
    assertTrue(local(0).firings.comes(NOTE, 1));
    for (int server = 1; server < nodes.size(); server++) {
      local(server).comes(1);
      local(server).comes(2);
    }
    assertEquals(List.of(), runs);
    crash(0);
    awaitRun(2);
    assertEquals(upTo(2), runs);
  }

  @Test
  public void whatWasBegunIsNotRunAgain() throws Exception {
    assertTrue(local(0).firings.comes(NOTE, 1));
    local(0).begin();
    local(1).comes(1);
    crash(0);
    local(1).comes(2);
    local(2).comes(2);
    awaitRun(2);
    assertEquals(upTo(2), runs);
  }

  @Test
  public void aServerThatLostItsSessionMayNotBegin() throws Exception {
    assertTrue(local(0).firings.comes(NOTE, 1));
    Local other = local(1);
    String taken = local(0).entry().getRunnerSession();
    Blocking.await(
        other.node.metadata.commit(
            List.of(Command.expireSession(new ExpireSessionCommand(taken, "a test")))));
    awaitRun(1);
    assertThrows(IOException.class, () -> local(0).firings.begins(NOTE));
    assertEquals(upTo(1), runs);
  }

  @Test
  public void anOwnerThatDoesNotComeToItIsAsked() throws Exception {
    local(0).comes(1);
    local(2).comes(2);
    awaitRun(2);
    assertEquals(nodes.get(0).id, local(1).otherOwner(NOTE, true).get());
    assertEquals(upTo(2), runs);
  }

  @Test
  public void whatTheOwnersScheduleHasNotIsNotRun() throws Exception {
    local(0).comes(1);
    local(0).scheduled = false;
    local(1).comes(2);
    local(0).comes(2);
    local(0).scheduled = true;
    local(0).comes(3);
    awaitRun(3);
    TestNodes.await(
        "all know of it",
        () -> locals.stream().allMatch(l -> l.entry().getDecidedMillis().contains(3L)));
    assertEquals(List.of(1L, 3L), runs);
  }

  @Test
  public void whatComesWhileTheNoteRunsIsLeftOutEverywhere() throws Exception {
    assertTrue(local(0).firings.comes(NOTE, 1));
    local(0).begin();
    for (Local local : locals) {
      assertFalse(local.firings.comes(NOTE, 2));
    }
    local(0).firings.ended(NOTE);
    for (Local local : locals) {
      local.comes(3);
    }
    awaitRun(3);
    assertEquals(List.of(1L, 3L), runs);
  }

  @Test
  public void aChangedScheduleIsHeardOfByTheOthers() throws Exception {
    local(1).firings.scheduleChanged(NOTE, "0 0 5 * * ?");
    TestNodes.await("the schedule", () -> "0 0 5 * * ?".equals(local(2).schedules.get(NOTE)));
    local(1).firings.removed(NOTE);
    TestNodes.await("the end of it", () -> "never".equals(local(0).schedules.get(NOTE)));
    assertTrue(local(1).schedules.isEmpty());
  }
}
