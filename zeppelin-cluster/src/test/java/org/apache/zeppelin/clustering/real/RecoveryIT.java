// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Paragraphs that run while the server that runs them, or the one of their process, is killed. */
public class RecoveryIT {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";
  private static final int LINES = 120;
  private static final String STREAM = "%sample stream " + LINES + " 100";
  private static final String OUTPUT =
      IntStream.rangeClosed(1, LINES)
          .mapToObj(i -> "line " + i + "\n")
          .collect(Collectors.joining());

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static Path dir;
  private static RealCluster cluster;

  private final List<Integer> killed = new ArrayList<>();

  @BeforeClass
  public static void up() throws Exception {
    dir = FOLDER.newFolder("cluster").toPath();
    cluster = RealCluster.up(dir, SERVERS);
    cluster.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @After
  public void allBack() throws Exception {
    for (int server : killed) {
      cluster.script("start", String.valueOf(server));
    }
    cluster.awaitOnline(SERVERS);
    cluster.put(1, "/interpreter/setting/restart/" + SETTING, null);
    cluster.await("no process left", () -> cluster.processes(1), List::isEmpty);
  }

  private void kill(int server) throws Exception {
    killed.add(server);
    cluster.script("kill", String.valueOf(server));
  }

  private static int manager(int asked) throws Exception {
    return cluster.numberOf(asked, cluster.process(asked, SETTING).get("server").getAsString());
  }

  private static int not(int... servers) {
    return IntStream.rangeClosed(1, SERVERS)
        .filter(s -> IntStream.of(servers).noneMatch(not -> not == s))
        .findFirst()
        .orElseThrow();
  }

  /** A run that has begun to print, of a note that the server owns and nobody looks at. */
  private String[] begin(int server, String text) throws Exception {
    String note = cluster.note(server, "recovery-" + System.nanoTime(), text);
    String paragraph = cluster.paragraphIds(server, note).get(0);
    cluster.post(server, "/notebook/job/" + note + "/" + paragraph, Map.of());
    cluster.await("it runs", () -> status(server, note, paragraph), "RUNNING"::equals);
    return new String[] {note, paragraph};
  }

  private static String status(int server, String note, String paragraph)
      throws IOException, InterruptedException {
    return cluster.paragraphOf(server, note, paragraph).get("status").getAsString();
  }

  private static String output(int server, String note, String paragraph) throws Exception {
    JsonObject results = cluster.paragraphOf(server, note, paragraph).getAsJsonObject("results");
    JsonArray messages = results.getAsJsonArray("msg");
    assertEquals(messages.toString(), 1, messages.size());
    return messages.get(0).getAsJsonObject().get("data").getAsString();
  }

  private static void awaitEnd(int server, String[] run, String status) throws Exception {
    cluster.await(
        "the run of " + run[0] + " ends",
        () -> status(server, run[0], run[1]),
        s -> !s.equals("RUNNING") && !s.equals("READY"));
    assertEquals(
        cluster.paragraphOf(server, run[0], run[1]).toString(),
        status,
        status(server, run[0], run[1]));
  }

  private static String stored(String note) throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve("notebook"))) {
      Path file =
          files
              .filter(f -> f.getFileName().toString().endsWith("_" + note + ".zpln"))
              .findFirst()
              .orElseThrow();
      return Files.readString(file);
    }
  }

  @Test
  public void theNextOwnerDeliversWhatTheProcessOfAnotherServerPrinted() throws Exception {
    cluster.run(1, "%sample pid").success();
    int manager = manager(1);
    int owner = not(manager);
    String[] run = begin(owner, STREAM);
    kill(owner);
    int third = not(manager, owner);
    Browser browser = Browser.open(cluster, third, run[0]);
    try {
      browser.awaitStatus(run[1], "FINISHED");
    } finally {
      browser.close();
    }
    for (int server : new int[] {manager, third}) {
      assertEquals("FINISHED", status(server, run[0], run[1]));
      assertEquals(OUTPUT, output(server, run[0], run[1]));
    }
  }

  @Test
  public void aRunWhoseServerHadItsProcessTooIsDeliveredThoughNobodyOpensIt() throws Exception {
    cluster.run(1, "%sample pid").success();
    int manager = manager(1);
    String[] run = begin(manager, STREAM);
    kill(manager);
    // By what lies in the storage alone: asking a server would make it open the note.
    cluster.await(
        "the result is stored",
        () -> stored(run[0]),
        text -> text.contains("line " + LINES) && text.contains("FINISHED"));
    for (int server = 1; server <= SERVERS; server++) {
      if (server != manager) {
        assertEquals("FINISHED", status(server, run[0], run[1]));
        assertEquals(OUTPUT, output(server, run[0], run[1]));
      }
    }
  }

  @Test
  public void anOwnerDoesNotNoticeThatItsProcessGetsAnotherManager() throws Exception {
    cluster.run(1, "%sample pid").success();
    int manager = manager(1);
    int owner = not(manager);
    String[] run = begin(owner, STREAM);
    kill(manager);
    awaitEnd(owner, run, "FINISHED");
    assertEquals(OUTPUT, output(owner, run[0], run[1]));
    int third = not(manager, owner);
    assertEquals(OUTPUT, output(third, run[0], run[1]));
  }

  @Test
  public void whatDiedWithItsServerSaysWhichServerThatWas() throws Exception {
    cluster.run(1, "%sample pid").success();
    int manager = manager(1);
    String id = cluster.process(1, SETTING).get("server").getAsString();
    long pid = cluster.process(1, SETTING).get("pid").getAsLong();
    int owner = not(manager);
    String[] ofOther = begin(owner, STREAM);
    String[] ofDead = begin(manager, STREAM);
    // As when a host is lost: the server and its processes at once.
    cluster.script("pause", String.valueOf(manager));
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    kill(manager);
    for (String[] run : List.of(ofOther, ofDead)) {
      awaitEnd(owner, run, "ERROR");
      String said = output(owner, run[0], run[1]);
      assertTrue(said, said.contains(id) && said.contains("Run the paragraph again"));
    }
    cluster.run(owner, "%sample pid").success();
  }
}
