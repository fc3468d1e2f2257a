// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** One note, open in browsers on three servers, is one note. */
public class OpenNoteIT {

  private static final int SERVERS = 3;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;

  private final List<Browser> browsers = new ArrayList<>();
  private String note;
  private String paragraph;

  @BeforeClass
  public static void up() throws Exception {
    Path dir = FOLDER.newFolder("cluster").toPath();
    cluster = RealCluster.up(dir, SERVERS, "--set", "zeppelin.cluster.note.idle.ms=3000");
    cluster.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Before
  public void open() throws Exception {
    note = cluster.note(1, "open-" + System.nanoTime());
    paragraph = cluster.paragraph(1, note, "%sample echo start");
    for (int server = 1; server <= SERVERS; server++) {
      browsers.add(Browser.open(cluster, server, note));
    }
  }

  @After
  public void close() {
    browsers.forEach(Browser::close);
  }

  private Browser browser(int server) {
    return browsers.get(server - 1);
  }

  private JsonObject edit(String text) {
    JsonObject data = new JsonObject();
    data.addProperty("id", paragraph);
    data.addProperty("noteId", note);
    data.addProperty("title", "");
    data.addProperty("paragraph", text);
    data.add("params", new JsonObject());
    data.add("config", new JsonObject());
    return data;
  }

  private static List<String> texts(Browser browser) {
    return browser.heard("PARAGRAPH").stream()
        .map(d -> d.getAsJsonObject("paragraph").get("text").getAsString())
        .collect(Collectors.toList());
  }

  private static void awaitText(Browser browser, String text) throws Exception {
    cluster.await(
        "the edit arrives",
        () -> List.of(texts(browser), browser.heard("ERROR_INFO")),
        heard -> heard.get(0).contains(text));
  }

  private String text(int server) throws IOException, InterruptedException {
    return cluster.paragraphOf(server, note, paragraph).get("text").getAsString();
  }

  /** Id of the server that owns the note, as that server knows; empty when there is none. */
  private String owner(int asked) throws IOException, InterruptedException {
    for (JsonElement open : cluster.get(asked, "/cluster/notes").getAsJsonArray()) {
      if (open.getAsJsonObject().get("id").getAsString().equals(note)) {
        return open.getAsJsonObject().get("owner").getAsString();
      }
    }
    return "";
  }

  @Test
  public void anEditOnAnyServerIsSeenOnAllAndOnce() throws Exception {
    for (int server = 1; server <= SERVERS; server++) {
      String text = "%sample echo by " + server;
      browser(server).say("COMMIT_PARAGRAPH", edit(text));
      for (Browser each : browsers) {
        awaitText(each, text);
      }
      for (int asked = 1; asked <= SERVERS; asked++) {
        assertEquals(text, text(asked));
      }
    }
    for (Browser each : browsers) {
      assertEquals(
          List.of("%sample echo by 1", "%sample echo by 2", "%sample echo by 3"), texts(each));
    }
  }

  @Test
  public void aParagraphThatIsAddedIsAddedOnceEverywhere() throws Exception {
    JsonObject insert = new JsonObject();
    insert.addProperty("index", 1);
    browser(2).say("INSERT_PARAGRAPH", insert);
    for (Browser each : browsers) {
      cluster.await("it is added", () -> each.heard("PARAGRAPH_ADDED"), heard -> !heard.isEmpty());
      assertEquals(1, each.heard("PARAGRAPH_ADDED").size());
    }
    List<String> ids = cluster.paragraphIds(1, note);
    assertEquals(2, ids.size());
    assertEquals(ids, cluster.paragraphIds(2, note));
    assertEquals(ids, cluster.paragraphIds(3, note));
  }

  @Test
  public void outputStreamsOnceToEveryBrowser() throws Exception {
    StringBuilder text = new StringBuilder("%sample");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      text.append("\nsleep 200\necho line ").append(i);
      lines.add("line " + i);
    }
    browser(3).run(paragraph, text.toString());
    for (Browser each : browsers) {
      each.awaitStatus(paragraph, "FINISHED");
    }
    for (Browser each : browsers) {
      String streamed = String.join("", each.pieces(paragraph));
      for (String line : lines) {
        assertEquals(streamed, 1, Collections.frequency(List.of(streamed.split("\n")), line));
      }
    }
    List<JsonObject> saved = new ArrayList<>();
    for (int server = 1; server <= SERVERS; server++) {
      saved.add(cluster.paragraphOf(server, note, paragraph));
    }
    assertEquals(saved.get(0), saved.get(1));
    assertEquals(saved.get(0), saved.get(2));
    assertEquals("FINISHED", saved.get(0).get("status").getAsString());
  }

  @Test
  public void aRunThroughRestWaitsForItsResultOnAnyServer() throws Exception {
    for (int server = 1; server <= SERVERS; server++) {
      assertEquals("start", cluster.run(server, note, paragraph).success());
    }
  }

  @Test
  public void anotherServerTakesTheNoteWhenItsOwnerDies() throws Exception {
    browser(2).say("COMMIT_PARAGRAPH", edit("%sample echo before"));
    awaitText(browser(3), "%sample echo before");
    cluster.script("kill", "1");
    try {
      for (int server = 2; server <= SERVERS; server++) {
        Browser each = browser(server);
        cluster.await("the note is shown anew", () -> each.heard("NOTE"), n -> n.size() > 1);
      }
      browser(2).say("COMMIT_PARAGRAPH", edit("%sample echo after"));
      awaitText(browser(3), "%sample echo after");
      assertEquals("%sample echo after", text(3));
    } finally {
      cluster.script("start", "1");
      cluster.awaitOnline(SERVERS);
    }
    assertEquals("%sample echo after", text(1));
  }

  /** The owner sleeps, others go on; what it still wants to write when it wakes up is refused. */
  @Test
  public void anOwnerThatWasPausedOverwritesNothing() throws Exception {
    String slow = cluster.paragraph(1, note, "%sample sleep 12000");
    browser(1).run(slow, "%sample sleep 12000");
    browser(2).awaitStatus(slow, "RUNNING");
    String sleeper = owner(1);
    List<Integer> shown =
        browsers.stream().map(b -> b.heard("NOTE").size()).collect(Collectors.toList());
    cluster.script("pause", "1");
    try {
      browser(2).say("COMMIT_PARAGRAPH", edit("%sample echo lost or said"));
      cluster.await(
          "its user is told that it may be lost",
          () -> browser(2).heard("ERROR_INFO"),
          errors -> !errors.isEmpty());
      cluster.await(
          "another server owns it",
          () -> owner(3),
          owner -> !owner.isEmpty() && !owner.equals(sleeper));
      for (int server = 2; server <= SERVERS; server++) {
        Browser each = browser(server);
        int before = shown.get(server - 1);
        cluster.await("it is shown anew", () -> each.heard("NOTE"), n -> n.size() > before);
      }
      browser(3).say("COMMIT_PARAGRAPH", edit("%sample echo while it slept"));
      awaitText(browser(2), "%sample echo while it slept");
    } finally {
      cluster.script("resume", "1");
    }
    cluster.awaitOnline(SERVERS);
    // Long enough for the run's end, which its server then wants to write.
    cluster.await(
        "the old run has ended",
        () -> cluster.log(1),
        log -> log.contains("does not own note " + note));
    cluster.await(
        "server 1 shows the note of the others",
        () -> text(1),
        text -> text.equals("%sample echo while it slept"));
    assertEquals("%sample echo while it slept", text(2));
    browser(1).say("COMMIT_PARAGRAPH", edit("%sample echo again"));
    awaitText(browser(3), "%sample echo again");
  }

  @Test
  public void aNoteThatNobodyLooksAtIsGivenBack() throws Exception {
    String other = cluster.note(2, "idle-" + System.nanoTime());
    Browser looker = Browser.open(cluster, 3, other);
    looker.close();
    cluster.await(
        "its owner gives it back",
        () -> cluster.log(2),
        log -> log.contains("gives note " + other + " back"));
    cluster.await(
        "nobody owns it",
        () -> cluster.get(1, "/cluster/notes").toString(),
        owned -> !owned.contains(other));
    Browser.open(cluster, 1, other).close();
    cluster.await(
        "the next one owns it", () -> cluster.log(1), log -> log.contains("owns note " + other));
  }
}
