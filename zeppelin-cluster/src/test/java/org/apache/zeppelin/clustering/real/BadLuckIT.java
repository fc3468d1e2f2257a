// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Real servers that die, come back, lose their majority and find their files damaged. */
public class BadLuckIT {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";
  private static final String MAIN_CLASS =
      "org.apache.zeppelin.interpreter.remote.RemoteInterpreterServer";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static Path dir;
  private static RealCluster cluster;

  @BeforeClass
  public static void up() throws Exception {
    dir = FOLDER.newFolder("cluster").toPath();
    cluster = RealCluster.up(dir, SERVERS);
    allOnline(1);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static void allOnline(int asked) throws Exception {
    cluster.await(
        "all servers online",
        () -> cluster.servers(asked),
        servers ->
            servers.size() == SERVERS
                && servers.stream().allMatch(s -> s.get("state").getAsString().equals("ONLINE")));
  }

  private void kill(int server) throws Exception {
    cluster.script("kill", String.valueOf(server));
  }

  private void start(int server) throws Exception {
    cluster.script("start", String.valueOf(server));
  }

  /** Empty while the server refuses even to make a note: it may not act without a leader. */
  private Optional<RealCluster.Outcome> attempt(int server) throws InterruptedException {
    try {
      return Optional.of(cluster.run(server, "%sample pid"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Test
  public void allKilledAndBackAgainTheyKnowWhatWas() throws Exception {
    cluster.run(1, "%sample pid").success();
    JsonObject before = cluster.process(1, SETTING);
    for (int server = 1; server <= SERVERS; server++) {
      kill(server);
    }
    // Each waits for an answer of its own REST, which none gives before there is a majority.
    for (int server = 1; server <= SERVERS; server++) {
      start(server);
    }
    allOnline(1);
    String after =
        cluster
            .await(
                "a run after all came back",
                () -> attempt(2),
                run -> run.filter(r -> r.code.equals("SUCCESS")).isPresent())
            .get()
            .success();
    // Nobody took it over meanwhile: the server that comes back finds it.
    assertEquals(before.get("pid").getAsString(), after);
    assertEquals(before.get("epoch"), cluster.process(3, SETTING).get("epoch"));
    cluster.put(1, "/interpreter/setting/restart/" + SETTING, null);
    assertNotEquals(after, cluster.run(2, "%sample pid").success());
    assertTrue(
        "epochs go on from where they were",
        cluster.process(3, SETTING).get("epoch").getAsLong() > before.get("epoch").getAsLong());
  }

  @Test
  public void withoutAMajorityTheUserReadsWhoIsMissing() throws Exception {
    String note = cluster.note(1, "minority-" + System.nanoTime());
    String paragraph = cluster.paragraph(1, note, "%sample pid");
    kill(2);
    kill(3);
    List<String> ids = List.of(idOf(2), idOf(3));
    List<String> refusals =
        List.of(
            assertThrows(IOException.class, () -> cluster.note(1, "nowhere")).getMessage(),
            cluster.await(
                "the note is used no more",
                () -> cluster.raw(1, "/notebook/" + note),
                answer -> answer.startsWith("503")),
            cluster.refused(1, "/notebook/run/" + note + "/" + paragraph, Map.of()));
    for (String refusal : refusals) {
      for (String id : ids) {
        assertTrue(id + " is missing in: " + refusal, refusal.contains(id));
      }
    }
    start(2);
    cluster.await(
        "a run with a majority",
        () -> cluster.run(1, "%sample pid"),
        run -> run.code.equals("SUCCESS"));
    start(3);
    allOnline(1);
  }

  @Test
  public void usersOfAServerThatLostItsClusterAreToldAndItGoesOnByItself() throws Exception {
    String note = cluster.note(1, "cut-off", "%sample echo one");
    String paragraph = cluster.paragraphIds(1, note).get(0);
    Browser browser = Browser.open(cluster, 1, note);
    try {
      cluster.script("pause", "2");
      cluster.script("pause", "3");
      cluster.await(
          "they are told",
          () -> browser.heard("ERROR_INFO"),
          told -> told.stream().anyMatch(t -> t.toString().contains("has lost its cluster")));
      browser.run(paragraph, "%sample echo two");
      int told = browser.heard("ERROR_INFO").size();
      cluster.await(
          "the edit is refused", () -> browser.heard("ERROR_INFO"), now -> now.size() > told);
      int shown = browser.heard("NOTE").size();
      cluster.script("resume", "2");
      cluster.script("resume", "3");
      cluster.await(
          "they are told that it is back",
          () -> browser.heard("NOTICE"),
          now -> now.toString().contains("back in its cluster"));
      cluster.await("the note is shown anew", () -> browser.heard("NOTE"), n -> n.size() > shown);
      List<JsonObject> notes = browser.heard("NOTE");
      assertTrue(
          "what was refused is not there",
          notes.get(notes.size() - 1).toString().contains("%sample echo one"));
      browser.run(paragraph, "%sample echo three");
      browser.awaitStatus(paragraph, "FINISHED");
      assertTrue(cluster.paragraphOf(2, note, paragraph).toString().contains("echo three"));
    } finally {
      browser.close();
    }
    allOnline(1);
  }

  @Test
  public void aProcessWhoseServerDiedBeforeItRegisteredIsEnded() throws Exception {
    cluster.put(1, "/interpreter/setting/restart/" + SETTING, null);
    cluster.await("no process left", () -> cluster.processes(1), List::isEmpty);
    String note = cluster.note(1, "orphan", "%sample pid");
    String paragraph = cluster.paragraphIds(1, note).get(0);
    cluster.post(1, "/notebook/job/" + note + "/" + paragraph, Map.of());
    long orphan = cluster.await("it is launched", this::launched, pids -> !pids.isEmpty()).get(0);
    int server = launchedBy(orphan);
    kill(server);
    start(server);
    allOnline(server);
    cluster.await("it is gone", this::launched, pids -> !pids.contains(orphan));
    cluster.await(
        "a run goes on elsewhere",
        () -> cluster.run(server, "%sample pid"),
        run -> run.code.equals("SUCCESS"));
  }

  /** Pids of the interpreter processes of this cluster. */
  private List<Long> launched() {
    return ProcessHandle.allProcesses()
        .filter(p -> commandLine(p.pid()).contains(MAIN_CLASS))
        .filter(p -> commandLine(p.pid()).contains("-Dzeppelin.cluster.dev=" + dir))
        .map(ProcessHandle::pid)
        .collect(Collectors.toList());
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private int launchedBy(long pid) throws Exception {
    String environment = Files.readString(Path.of("/proc", String.valueOf(pid), "environ"));
    for (int server = 1; server <= SERVERS; server++) {
      if (environment.contains("ZEPPELIN_CLUSTER_LAUNCHED_BY=" + idOf(server) + "\0")) {
        return server;
      }
    }
    throw new AssertionError("None of ours launched pid " + pid);
  }

  private String idOf(int server) throws Exception {
    String status = cluster.script("status", "--json");
    String after = status.substring(status.indexOf("\"n\":" + server));
    String id = after.substring(after.indexOf("\"cluster\":\"") + "\"cluster\":\"".length());
    return id.substring(0, id.indexOf('"'));
  }

  @Test
  public void aDamagedLogStopsTheStartNamingTheFile() throws Exception {
    cluster.run(1, "%sample pid").success();
    kill(2);
    Path log = newestLog(dir.resolve("n2").resolve("raft"));
    byte[] sound = Files.readAllBytes(log);
    byte[] damaged = sound.clone();
    int middle = lastNonZero(damaged) / 2;
    damaged[middle] ^= 0x55;
    Files.write(log, damaged);
    String said = assertThrows(IOException.class, () -> start(2)).getMessage();
    assertTrue(said, said.contains(log.getFileName().toString()));
    Files.write(log, sound);
    start(2);
    allOnline(2);
  }

  private static int lastNonZero(byte[] bytes) {
    int last = bytes.length - 1;
    while (bytes[last] == 0) {
      last--;
    }
    return last;
  }

  private static Path newestLog(Path storage) throws IOException {
    try (Stream<Path> files = Files.walk(storage)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("log_"))
          .max(Comparator.comparing(f -> f.toFile().length()))
          .orElseThrow();
    }
  }
}
