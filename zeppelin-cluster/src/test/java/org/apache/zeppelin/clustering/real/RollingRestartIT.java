// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Every server is stopped and started again while people work, and none of them notices. */
public class RollingRestartIT {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";
  private static final long PAUSE_MILLIS = 50;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;

  @BeforeClass
  public static void up() throws Exception {
    cluster = RealCluster.up(FOLDER.newFolder("cluster").toPath(), SERVERS);
    cluster.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  public void noEditAndNoRunIsLost() throws Exception {
    String note = cluster.note(1, "rolling", "%sample echo typed", "%sample pid");
    String typed = cluster.paragraphIds(1, note).get(0);
    String pid = cluster.run(1, "%sample pid").success();
    cluster.run(1, "%sample set colour green").success();
    List<String> added = new ArrayList<>();
    for (int server = 1; server <= SERVERS; server++) {
      added.addAll(restart(server, note, typed));
      assertEquals("it stays", "green", cluster.run(server, "%sample get colour").success());
    }
    assertEquals(pid, cluster.run(2, "%sample pid").success());
    assertTrue("too little was done: " + added.size(), added.size() > 3 * SERVERS);
    for (int server = 1; server <= SERVERS; server++) {
      List<String> ids = cluster.paragraphIds(server, note);
      assertEquals("no edit is there twice", new TreeSet<>(ids).size(), ids.size());
      assertEquals("every edit is there", List.of(), missing(added, ids));
      assertEquals(added.size() + 2, ids.size());
    }
  }

  private static List<String> missing(List<String> wanted, List<String> there) {
    return wanted.stream().filter(id -> !there.contains(id)).collect(Collectors.toList());
  }

  /** Restarts the server while others work; gives back the ids of the paragraphs they added. */
  private static List<String> restart(int server, String note, String typed) throws Exception {
    int stays = server % SERVERS + 1;
    int other = stays % SERVERS + 1;
    AtomicBoolean working = new AtomicBoolean(true);
    ExecutorService people = Executors.newFixedThreadPool(3);
    try (Browser browser = Browser.open(cluster, stays, note)) {
      // It looks at the note through the server that will go.
      Browser.open(cluster, server, note).close();
      Future<List<String>> adding = people.submit(() -> add(other, note, working));
      Future<Integer> running = people.submit(() -> run(stays, working));
      Future<Integer> typing = people.submit(() -> type(browser, typed, working));
      cluster.script("drain", String.valueOf(server), "--wait", "60");
      JsonObject drained = cluster.server(stays, server);
      assertEquals("DRAINING", drained.get("state").getAsString());
      assertEquals("stay", drained.get("drain").getAsString());
      cluster.script("stop", String.valueOf(server));
      cluster.await(
          "it is gone",
          () -> cluster.server(stays, server).get("state").getAsString(),
          "OFFLINE"::equals);
      cluster.script("start", String.valueOf(server));
      cluster.awaitOnline(SERVERS);
      working.set(false);
      List<String> added = adding.get(60, TimeUnit.SECONDS);
      assertTrue("runs", running.get(60, TimeUnit.SECONDS) > 3);
      int last = typing.get(60, TimeUnit.SECONDS);
      assertEquals(List.of(), browser.heard("ERROR_INFO"));
      cluster.await(
          "the last of what was typed",
          () -> cluster.paragraphOf(other, note, typed).get("text").getAsString(),
          ("%sample echo " + last)::equals);
      return added;
    } finally {
      working.set(false);
      people.shutdownNow();
    }
  }

  private static List<String> add(int server, String note, AtomicBoolean working) throws Exception {
    List<String> added = new ArrayList<>();
    while (working.get()) {
      added.add(cluster.paragraph(server, note, "%sample echo " + added.size()));
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return added;
  }

  private static int run(int server, AtomicBoolean working) throws Exception {
    String note = cluster.note(server, "runs-" + server);
    String paragraph = cluster.paragraph(server, note, "%sample stream 5 40");
    int runs = 0;
    while (working.get()) {
      assertEquals(
          "line 1\nline 2\nline 3\nline 4\nline 5", cluster.run(server, note, paragraph).success());
      runs++;
    }
    return runs;
  }

  /** Types into a paragraph as fast as the server shows it; gives back what was typed last. */
  private static int type(Browser browser, String paragraph, AtomicBoolean working)
      throws Exception {
    int typed = 0;
    while (working.get()) {
      typed++;
      String text = "%sample echo " + typed;
      JsonObject commit = new JsonObject();
      commit.addProperty("id", paragraph);
      commit.addProperty("title", "");
      commit.addProperty("paragraph", text);
      commit.add("config", new JsonObject());
      commit.add("params", new JsonObject());
      browser.say("COMMIT_PARAGRAPH", commit);
      cluster.await(
          text,
          () -> browser.heard("PARAGRAPH").stream().anyMatch(data -> shows(data, text)),
          shown -> shown);
    }
    return typed;
  }

  private static boolean shows(JsonObject data, String text) {
    JsonObject paragraph = data.getAsJsonObject("paragraph");
    return paragraph.has("text") && paragraph.get("text").getAsString().equals(text);
  }

  @Test
  public void theProcessesOfADrainedServerAreRestartedElsewhereIfAsked() throws Exception {
    String pid = cluster.run(1, "%sample pid").success();
    int manager = cluster.numberOf(1, cluster.process(1, SETTING).get("server").getAsString());
    cluster.script("drain", String.valueOf(manager), "--restart-processes", "--wait", "60");
    assertEquals(List.of(), cluster.processes(1));
    assertNotEquals(pid, cluster.run(manager, "%sample pid").success());
    int next = cluster.numberOf(1, cluster.process(1, SETTING).get("server").getAsString());
    assertNotEquals(manager, next);
    cluster.script("undrain", String.valueOf(manager));
    cluster.awaitOnline(SERVERS);
  }

  @Test
  public void aServerThatIsStoppedGivesItsNotesBackAtOnce() throws Exception {
    String note = cluster.note(2, "stopped", "%sample echo before");
    String id = cluster.server(1, 2).get("id").getAsString();
    long before = missed(id);
    cluster.script("stop", "2");
    String added = cluster.paragraph(1, note, "%sample echo after");
    assertTrue(cluster.paragraphIds(3, note).contains(added));
    assertEquals("nobody waited for it", before, missed(id));
    cluster.script("start", "2");
    cluster.awaitOnline(SERVERS);
  }

  /** How often the others have ended the session of that server because they missed it. */
  private static long missed(String id) throws Exception {
    long times = 0;
    for (int server : new int[] {1, 3}) {
      String ending = "Ending the session of server " + id;
      times += cluster.log(server).lines().filter(line -> line.contains(ending)).count();
    }
    return times;
  }
}
