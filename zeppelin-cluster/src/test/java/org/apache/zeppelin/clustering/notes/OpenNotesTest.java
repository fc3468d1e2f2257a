// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zeppelin.clustering.interpreters.FakeWorld;
import org.apache.zeppelin.clustering.interpreters.TestNode;
import org.apache.zeppelin.clustering.interpreters.TestNodes;
import org.apache.zeppelin.clustering.metadata.Commands;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Three servers over real Raft and real calls, whose users share one note. */
public class OpenNotesTest {

  private static final String NOTE = "n";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Map<String, List<String>> storage = new ConcurrentHashMap<>();
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<FakeZeppelin> servers = new ArrayList<>();
  private final List<FakeZeppelin.Browser> browsers = new ArrayList<>();

  @Before
  public void up() throws Exception {
    storage.put(NOTE, List.of());
    nodes.addAll(TestNodes.three(folder, new FakeWorld(), message -> message));
    for (TestNode node : nodes) {
      servers.add(new FakeZeppelin(node, storage, running, "one"));
    }
    servers.forEach(s -> s.notes.start());
    TestNodes.start(nodes);
    for (FakeZeppelin server : servers) {
      browsers.add(server.browser());
    }
  }

  @After
  public void down() {
    servers.forEach(s -> s.notes.close());
    nodes.forEach(TestNode::crash);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    TestNodes.await(what, condition);
  }

  private void openAll() throws Exception {
    for (FakeZeppelin.Browser browser : browsers) {
      browser.say(NOTE, false, "open");
      await("it is open", () -> !browser.heard.isEmpty());
    }
  }

  @Test
  public void theFirstThatNeedsItOwnsItAndTheOthersForward() throws Exception {
    browsers.get(1).say(NOTE, false, "open");
    openAll();
    assertFalse(servers.get(0).notes.owners().owns(NOTE));
    assertFalse(servers.get(0).notes.owners().keeps(NOTE));
    await("it is the owner", () -> servers.get(1).notes.owners().owns(NOTE));
    assertTrue(servers.get(1).keptWhileRead);
    assertTrue(servers.get(1).notes.owners().keeps(NOTE));
    assertEquals(2, servers.get(1).standIns());
    browsers.get(0).say(NOTE, true, "a");
    browsers.get(2).say(NOTE, true, "b");
    for (FakeZeppelin.Browser browser : browsers) {
      await("both edits", () -> browser.edits().equals(List.of("a", "b")));
    }
    assertEquals(List.of("a", "b"), storage.get(NOTE));
  }

  @Test
  public void editsOfAllAtOnceAreInOneOrderAndHeardOnce() throws Exception {
    openAll();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<?>> work = new ArrayList<>();
    try {
      for (int server = 0; server < 3; server++) {
        int from = server;
        work.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    browsers.get(from).say(NOTE, true, from + "-" + i);
                  }
                }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    List<String> order = storage.get(NOTE);
    assertEquals(150, order.size());
    for (FakeZeppelin.Browser browser : browsers) {
      await("all edits", () -> browser.edits().size() >= 150);
      assertEquals(order, browser.edits());
    }
  }

  @Test
  public void theNextOwnerHasAllThatWasAnswered() throws Exception {
    openAll();
    for (int i = 0; i < 10; i++) {
      browsers.get(1 + i % 2).say(NOTE, true, "before-" + i);
    }
    await("all heard", () -> browsers.get(1).edits().size() == 10);
    AtomicBoolean watching = new AtomicBoolean(true);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> two = thread.submit(() -> twoOwners(watching));
      nodes.get(0).cutOff();
      for (int server = 1; server <= 2; server++) {
        FakeZeppelin.Browser browser = browsers.get(server);
        await("it is shown anew", () -> browser.heard.stream().filter(this::picture).count() > 1);
      }
      browsers.get(2).say(NOTE, true, "after");
      await("the edit", () -> browsers.get(1).edits().contains("after"));
      watching.set(false);
      assertFalse("two servers owned the note at once", two.get());
    } finally {
      thread.shutdownNow();
    }
    assertEquals(11, storage.get(NOTE).size());
    assertThrows(IOException.class, () -> servers.get(0).notes.owners().requireOwned(NOTE));
  }

  private boolean picture(String text) {
    return text.startsWith("note ");
  }

  private boolean twoOwners(AtomicBoolean watching) {
    boolean two = false;
    while (watching.get()) {
      for (FakeZeppelin other : servers.subList(1, 3)) {
        // Once another owns it, the old owner must not: asked in this order, both cannot be true.
        two |= other.notes.owners().owns(NOTE) && servers.get(0).notes.owners().owns(NOTE);
      }
    }
    return two;
  }

  @Test
  public void aNoteThatWasGivenBackGoesToWhoeverNeedsItNext() throws Exception {
    browsers.get(0).say(NOTE, false, "open");
    browsers.get(0).say(NOTE, true, "a");
    browsers.get(0).leave();
    // Else it might take its not having heard of the claim yet for the end of it.
    await("all have heard", () -> servers.get(2).notes.owners().known(NOTE).isPresent());
    servers.get(0).notes.owners().releaseIdle(NOTE);
    await("nobody owns it", () -> servers.get(2).notes.owners().known(NOTE).isEmpty());
    browsers.get(2).say(NOTE, false, "open");
    await("it is the owner", () -> servers.get(2).notes.owners().owns(NOTE));
    await("it has the edit", () -> browsers.get(2).heard.contains("note a"));
  }

  @Test
  public void aNoteThatWasRemovedHasNoOwner() throws Exception {
    openAll();
    servers.get(0).notes.listChanged();
    browsers.get(1).say(NOTE, true, "still there");
    await("it is the owner", () -> servers.get(0).notes.owners().owns(NOTE));
    storage.remove(NOTE);
    servers.get(0).notes.listChanged();
    await("nobody owns it", () -> servers.get(2).notes.owners().known(NOTE).isEmpty());
    assertEquals(List.of(), servers.get(0).notes.owners().owned());
  }

  @Test
  public void aBrowserThatLeavesLeavesNothingBehind() throws Exception {
    openAll();
    assertEquals(2, servers.get(0).standIns());
    browsers.get(1).leave();
    await("its stand-in is gone", () -> servers.get(0).standIns() == 1);
    nodes.get(2).crash();
    await("those of a dead server are gone", () -> servers.get(0).standIns() == 0);
  }

  /** Its stand-in at the owner went with the session, however short the loss was. */
  @Test
  public void aBrowserWhoseServerGetsAnotherSessionGoesOnHearing() throws Exception {
    browsers.get(1).say(NOTE, false, "open");
    openAll();
    // Many, so that the numbers of what is sent next are small beside theirs.
    List<String> edits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      edits.add("before " + i);
      browsers.get(1).say(NOTE, true, "before " + i);
      await("an edit", () -> browsers.get(0).edits().equals(edits));
    }
    TestNode node = nodes.get(0);
    String former = node.servers.session().get();
    node.metadata.commit(List.of(Commands.expire(former))).get();
    await(
        "another session", () -> node.servers.session().filter(s -> !s.equals(former)).isPresent());
    await("another stand-in", () -> servers.get(1).standIns() == 2);
    browsers.get(1).say(NOTE, true, "a");
    edits.add("a");
    await("it hears", () -> browsers.get(0).edits().equals(edits));
  }

  @Test
  public void whatRanInANoteIsGoneOnWithByItsNextOwner() throws Exception {
    openAll();
    running.add(NOTE);
    nodes.get(0).crash();
    await("one has", () -> recovered() == 1);
    assertEquals(Set.of(), running);
  }

  @Test
  public void whatRanInANoteThatNobodyOpensIsGoneOnWithByOneServer() throws Exception {
    browsers.get(0).say(NOTE, false, "open");
    browsers.get(0).leave();
    running.add(NOTE);
    nodes.get(0).crash();
    await("one has", () -> recovered() == 1);
    assertEquals(Set.of(), running);
  }

  @Test
  public void aNoteInWhichNothingRanIsLeftAloneUntilSomebodyNeedsIt() throws Exception {
    storage.put("other", List.of());
    browsers.get(0).say(NOTE, false, "open");
    browsers.get(0).say("other", false, "open");
    browsers.get(0).leave();
    running.add("other");
    nodes.get(0).crash();
    // Both notes are looked at in the same moment.
    await("the other is gone on with", () -> recovered() == 1);
    assertEquals(0, owners());
  }

  private int recovered() {
    return servers.stream().mapToInt(s -> s.recovered.size()).sum();
  }

  private int owners() {
    return (int) servers.subList(1, 3).stream().filter(s -> s.notes.owners().owns(NOTE)).count();
  }

  @Test
  public void aRestCallIsAnsweredByTheOwnerForItsUser() throws Exception {
    browsers.get(0).say(NOTE, false, "open");
    assertTrue(servers.get(0).notes.forward(call()).isEmpty());
    assertEquals(
        "someone on " + nodes.get(0).id,
        new String(
            servers.get(1).notes.forward(call()).orElseThrow().getBody(), StandardCharsets.UTF_8));
  }

  private static RestCall call() {
    return new RestCall()
        .setNoteId(NOTE)
        .setUser("someone")
        .setMethod("GET")
        .setPath("notebook/" + NOTE)
        .setBody(ByteBuffer.allocate(0));
  }

  @Test
  public void anUnknownNoteIsNobodysAndHandledWhereItIsAskedFor() throws Exception {
    assertTrue(servers.get(1).notes.forward(call().setNoteId("unknown")).isEmpty());
    assertTrue(nodes.get(0).metadata.list("note/").join().isEmpty());
  }

  @Test
  public void anotherReleaseIsRefusedAndBothAreNamed() throws Exception {
    browsers.get(0).say(NOTE, false, "open");
    FakeZeppelin stranger = new FakeZeppelin(nodes.get(2), storage, running, "two");
    FakeZeppelin.Browser browser = stranger.browser();
    browser.say(NOTE, false, "open");
    String said = browser.heard.get(0);
    assertTrue(said, said.startsWith("error ") && said.contains("one") && said.contains("two"));
    stranger.notes.close();
  }

  @Test
  public void withoutAMajorityNothingIsDoneAndTheUserReadsWhy() throws Exception {
    openAll();
    nodes.get(1).crash();
    nodes.get(2).crash();
    await("it owns nothing", () -> !servers.get(0).notes.owners().owns(NOTE));
    browsers.get(0).say(NOTE, true, "lost?");
    assertEquals(List.of(), storage.get(NOTE));
    List<String> heard = browsers.get(0).heard;
    String said = heard.get(heard.size() - 1);
    assertTrue(said, said.startsWith("error ") && said.contains(nodes.get(1).id));
  }
}
