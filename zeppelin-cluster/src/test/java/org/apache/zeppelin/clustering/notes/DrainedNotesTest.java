// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zeppelin.clustering.drain.Draining;
import org.apache.zeppelin.clustering.interpreters.FakeWorld;
import org.apache.zeppelin.clustering.interpreters.TestNode;
import org.apache.zeppelin.clustering.interpreters.TestNodes;
import org.apache.zeppelin.clustering.servers.Drain;
import org.apache.zeppelin.clustering.servers.ServerChangeException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What becomes of open notes when their server is emptied, or stops. */
public class DrainedNotesTest {

  private static final String NOTE = "n";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Map<String, List<String>> storage = new ConcurrentHashMap<>();
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<FakeZeppelin> servers = new ArrayList<>();
  private final List<FakeZeppelin.Browser> browsers = new ArrayList<>();
  private final List<Draining> drainings = new ArrayList<>();

  @Before
  public void up() throws Exception {
    storage.put(NOTE, List.of());
    nodes.addAll(TestNodes.three(folder, new FakeWorld(), message -> message));
    for (TestNode node : nodes) {
      servers.add(new FakeZeppelin(node, storage, ConcurrentHashMap.newKeySet(), "one"));
    }
    servers.forEach(s -> s.notes.start());
    TestNodes.start(nodes);
    for (FakeZeppelin server : servers) {
      browsers.add(server.browser());
    }
    drainings(600_000);
  }

  private void drainings(long waitMillis) {
    drainings.forEach(Draining::close);
    drainings.clear();
    for (int i = 0; i < nodes.size(); i++) {
      FakeZeppelin server = servers.get(i);
      drainings.add(
          new Draining(
              nodes.get(i).servers,
              (drain, all) -> server.notes.giveAway(all),
              (drain, all) -> 0,
              waitMillis,
              System::nanoTime));
    }
    drainings.forEach(Draining::start);
  }

  @After
  public void down() {
    drainings.forEach(Draining::close);
    servers.forEach(s -> s.notes.close());
    nodes.forEach(TestNode::crash);
  }

  private void openAll() throws Exception {
    for (FakeZeppelin.Browser browser : browsers) {
      browser.say(NOTE, false, "open");
      TestNodes.await("it is open", () -> !browser.heard.isEmpty());
    }
  }

  private Optional<String> owner() {
    return nodes
        .get(0)
        .metadata
        .get("note/" + NOTE)
        .join()
        .map(entry -> entry.getValue().getNote().getOwner());
  }

  @Test
  public void editsOfAllWhileTheOwnerIsDrainedArriveOnceEach() throws Exception {
    openAll();
    assertEquals(Optional.of(nodes.get(0).id), owner());
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AtomicBoolean editing = new AtomicBoolean(true);
    List<Future<Integer>> work = new ArrayList<>();
    try {
      for (int server = 0; server < 3; server++) {
        int from = server;
        work.add(threads.submit(() -> edit(from, editing)));
      }
      TestNodes.await("some edits", () -> storage.get(NOTE).size() > 30);
      nodes.get(2).servers.drain(nodes.get(0).id, Drain.STAY);
      TestNodes.await(
          "another owns it", () -> owner().filter(o -> !o.equals(nodes.get(0).id)).isPresent());
      int before = storage.get(NOTE).size();
      TestNodes.await("more edits", () -> storage.get(NOTE).size() > before + 30);
      editing.set(false);
      int said = 0;
      for (Future<Integer> each : work) {
        said += each.get();
      }
      List<String> saved = storage.get(NOTE);
      assertEquals(said, saved.size());
      assertEquals(said, saved.stream().distinct().count());
      for (FakeZeppelin.Browser browser : browsers) {
        assertEquals(
            List.of(),
            browser.heard.subList(0, browser.heard.size()).stream()
                .filter(text -> text.startsWith("error"))
                .collect(java.util.stream.Collectors.toList()));
      }
      TestNodes.await("nothing is left", () -> servers.get(0).notes.owners().owned().isEmpty());
    } finally {
      threads.shutdownNow();
    }
  }

  private int edit(int from, AtomicBoolean editing) {
    int said = 0;
    while (editing.get()) {
      browsers.get(from).say(NOTE, true, from + "-" + said++);
    }
    return said;
  }

  @Test
  public void aDrainedServerHasAnotherOwnWhatItsUsersNeed() throws Exception {
    nodes.get(1).servers.drain(nodes.get(0).id, Drain.STAY);
    TestNodes.await("it is drained", () -> nodes.get(0).servers.drain().isPresent());
    browsers.get(0).say(NOTE, false, "open");
    TestNodes.await("it is open", () -> !browsers.get(0).heard.isEmpty());
    browsers.get(0).say(NOTE, true, "a");
    assertEquals(List.of("a"), storage.get(NOTE));
    assertFalse(owner().equals(Optional.of(nodes.get(0).id)));

    nodes.get(1).servers.undrain(nodes.get(0).id);
    TestNodes.await("it is not drained", () -> nodes.get(0).servers.drain().isEmpty());
    storage.put("other", List.of());
    browsers.get(0).say("other", false, "open");
    assertTrue(servers.get(0).notes.owners().owns("other"));
  }

  @Test
  public void aNoteInWhichSomethingRunsIsWaitedForButNotForEver() throws Exception {
    openAll();
    servers.get(0).busy.add(NOTE);
    storage.put("quiet", List.of());
    browsers.get(0).say("quiet", false, "open");
    nodes.get(0).servers.drain(nodes.get(0).id, Drain.STAY);
    TestNodes.await("the other is away", () -> !servers.get(0).notes.owners().owns("quiet"));
    assertEquals(List.of(NOTE), servers.get(0).notes.owners().owned());
    drainings(0);
    TestNodes.await("it is away too", () -> servers.get(0).notes.owners().owned().isEmpty());
  }

  @Test
  public void whatIsHandledEndsBeforeItsNoteIsAway() throws Exception {
    browsers.get(0).say(NOTE, false, "open");
    // As the thread of a browser's message does until it has been handled.
    assertFalse(
        servers.get(0).notes.forward(browsers.get(0), new BrowserCall(NOTE, true, "user", "edit")));
    nodes.get(0).servers.drain(nodes.get(0).id, Drain.STAY);
    storage.put("later", List.of());
    FakeZeppelin.Browser other = servers.get(1).browser();
    other.say("later", false, "open");
    assertTrue(servers.get(0).notes.owners().owns(NOTE));
    servers.get(0).notes.owners().requireOwned(NOTE);
    servers.get(0).notes.handled();
    TestNodes.await("it is away", () -> !servers.get(0).notes.owners().owns(NOTE));
  }

  @Test
  public void theLastServerIsNotDrainedNorOneThatIsNotThere() throws Exception {
    nodes.get(0).servers.drain(nodes.get(1).id, Drain.STAY);
    nodes.get(0).servers.drain(nodes.get(2).id, Drain.RESTART);
    ServerChangeException last =
        assertThrows(
            ServerChangeException.class,
            () -> nodes.get(1).servers.drain(nodes.get(0).id, Drain.STAY));
    assertTrue(last.getMessage(), last.getMessage().contains("no other server is ONLINE"));
    ServerChangeException unknown =
        assertThrows(
            ServerChangeException.class, () -> nodes.get(0).servers.drain("nobody:1", Drain.STAY));
    assertTrue(unknown.getMessage(), unknown.getMessage().contains("nobody:1"));
  }

  @Test
  public void aServerThatStopsGivesItsNotesBackAtOnce() throws Exception {
    openAll();
    browsers.get(1).say(NOTE, true, "a");
    servers.get(0).notes.leave();
    TestNodes.await(
        "another owns it", () -> owner().filter(o -> !o.equals(nodes.get(0).id)).isPresent());
    assertTrue(nodes.get(0).servers.session().isPresent());
    browsers.get(1).say(NOTE, true, "b");
    assertEquals(List.of("a", "b"), storage.get(NOTE));
  }
}
