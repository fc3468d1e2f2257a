// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The whole path, on three real Zeppelin servers. */
public class ThreeServersIT {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";
  // What a process logs each time that init is called, and each time that it makes an interpreter.
  private static final String INITIALISED = "Creating RemoteInterpreterEventClient";
  private static final String INSTANTIATED = "Instantiate interpreter";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;
  private static Path dir;

  @BeforeClass
  public static void up() throws Exception {
    dir = FOLDER.newFolder("cluster").toPath();
    cluster = RealCluster.up(dir, SERVERS);
    cluster.await("three servers online", () -> cluster.servers(1), ThreeServersIT::allOnline);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Before
  public void withoutProcesses() throws Exception {
    cluster.put(1, "/interpreter/setting/restart/" + SETTING, null);
    cluster.await("no process left", () -> cluster.processes(2), List::isEmpty);
  }

  private static boolean allOnline(List<JsonObject> servers) {
    return servers.size() == SERVERS
        && servers.stream().allMatch(s -> s.get("state").getAsString().equals("ONLINE"));
  }

  @Test
  public void oneNoteRunsOnEveryServerInTheSameProcess() throws Exception {
    String note = cluster.note(1, "path", "%sample pid", "%sample set colour green");
    List<String> ids = cluster.paragraphIds(1, note);
    long initialised = processesSaid(INITIALISED);
    long instantiated = processesSaid(INSTANTIATED);
    Set<String> pids = new TreeSet<>();
    for (int server = 1; server <= SERVERS; server++) {
      pids.add(cluster.run(server, note, ids.get(0)).success());
    }
    assertEquals("pids: " + pids, 1, pids.size());
    cluster.run(2, note, ids.get(1)).success();
    assertEquals("green", cluster.run(3, "%sample get colour").success());

    assertEquals(initialised + 1, processesSaid(INITIALISED));
    assertEquals(instantiated + 1, processesSaid(INSTANTIATED));

    JsonObject process = cluster.process(1, SETTING);
    assertEquals(pids, Set.of(process.get("pid").getAsString()));
    assertEquals("RUNNING", process.get("state").getAsString());
    for (int server = 2; server <= SERVERS; server++) {
      assertEquals(process.get("epoch"), cluster.process(server, SETTING).get("epoch"));
    }
  }

  /** How often interpreter processes have logged that. */
  private static long processesSaid(String text) throws Exception {
    long count = 0;
    for (Path log : logs()) {
      count += Files.readAllLines(log).stream().filter(line -> line.contains(text)).count();
    }
    return count;
  }

  @Test
  public void fiftyParagraphsAtOnceStartOneProcess() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Callable<String>> runs = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int server = 1 + i % SERVERS;
        // One at a time: Zeppelin itself cannot make two notes at once.
        String note = cluster.note(server, "fifty-" + i);
        String paragraph = cluster.paragraph(server, note, "%sample pid");
        runs.add(() -> cluster.run(server, note, paragraph).success());
      }
      Set<String> pids = new TreeSet<>();
      for (Future<String> run : threads.invokeAll(runs)) {
        pids.add(run.get());
      }
      assertEquals("pids: " + pids, 1, pids.size());
      assertEquals(pids, Set.of(cluster.process(1, SETTING).get("pid").getAsString()));
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, liveProcesses("sample-shared_process"));
  }

  private static long liveProcesses(String group) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains("RemoteInterpreterServer"))
        .filter(p -> p.info().commandLine().orElse("").contains(group))
        .filter(p -> p.info().commandLine().orElse("").contains(dir.toString()))
        .count();
  }

  @Test
  public void aKilledProcessIsForgottenEverywhere() throws Exception {
    for (int server = 1; server <= SERVERS; server++) {
      cluster.run(server, "%sample pid").success();
    }
    JsonObject first = cluster.process(1, SETTING);
    ProcessHandle.of(first.get("pid").getAsLong()).orElseThrow().destroyForcibly();
    for (int server = 1; server <= SERVERS; server++) {
      int asked = server;
      cluster.await("server forgets", () -> cluster.processes(asked), List::isEmpty);
    }
    Set<String> pids = new TreeSet<>();
    for (int server = SERVERS; server >= 1; server--) {
      int asked = server;
      pids.add(
          cluster
              .await(
                  "a run after the kill",
                  () -> cluster.run(asked, "%sample pid"),
                  run -> run.code.equals("SUCCESS"))
              .success());
    }
    assertEquals("pids: " + pids, 1, pids.size());
    assertNotEquals(first.get("pid").getAsString(), pids.iterator().next());
    assertTrue(
        cluster.process(2, SETTING).get("epoch").getAsLong() > first.get("epoch").getAsLong());
  }

  @Test
  public void restartOnAnyServerStopsTheProcessForAll() throws Exception {
    String before = cluster.run(1, "%sample pid").success();
    cluster.run(2, "%sample pid").success();
    int manager = cluster.numberOf(1, cluster.process(1, SETTING).get("server").getAsString());
    int other = 1 + manager % SERVERS;
    cluster.put(other, "/interpreter/setting/restart/" + SETTING, null);
    String after = cluster.run(2, "%sample pid").success();
    assertNotEquals(before, after);
    assertEquals(after, cluster.run(1, "%sample pid").success());
    assertEquals(1, liveProcesses("sample-shared_process"));
  }

  @Test
  public void theCauseOfAFailureIsShown() throws Exception {
    RealCluster.Outcome outcome = cluster.run(2, "%sample throw the tank is empty");
    assertEquals("ERROR", outcome.code);
    assertTrue(outcome.text, outcome.text.contains("the tank is empty"));
  }

  @Test
  public void theOldModeStaysAsleep() throws Exception {
    cluster.run(1, "%sample pid").success();
    int logs = 0;
    for (Path log : logs()) {
      logs++;
      String said = Files.readString(log);
      for (String word :
          List.of(
              "ClusterManagerServer.java",
              "ClusterManagerClient.java",
              "Cluster mode is enabled",
              "io.atomix")) {
        assertFalse(word + " in " + log, said.contains(word));
      }
    }
    assertTrue("only " + logs + " logs", logs > SERVERS);
  }

  /** Only where logs are: elsewhere files come and go while one looks. */
  private static List<Path> logs() throws Exception {
    List<Path> logs = new ArrayList<>();
    for (int server = 1; server <= SERVERS; server++) {
      Path directory = dir.resolve("n" + server).resolve("logs");
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.log")) {
        files.forEach(logs::add);
      }
    }
    return logs;
  }

  @Test
  public void everyServerGivesTheSameAnswer() throws Exception {
    cluster.run(1, "%sample pid").success();
    List<String> ids =
        cluster.servers(1).stream()
            .map(s -> s.get("id").getAsString())
            .collect(Collectors.toList());
    for (int server = 1; server <= SERVERS; server++) {
      assertEquals(
          ids,
          cluster.servers(server).stream()
              .map(s -> s.get("id").getAsString())
              .collect(Collectors.toList()));
      assertEquals(
          1, cluster.servers(server).stream().filter(s -> s.get("leader").getAsBoolean()).count());
      assertEquals(
          cluster.process(1, SETTING).get("epoch"), cluster.process(server, SETTING).get("epoch"));
    }
  }

  @Test
  public void theOldModesPageFindsItsForm() throws Exception {
    cluster.run(1, "%sample pid").success();
    JsonObject process = cluster.process(1, SETTING);
    String manager = process.get("server").getAsString();
    String group = process.get("interpreterGroupId").getAsString();
    for (int server = 1; server <= SERVERS; server++) {
      int named = 0;
      for (JsonElement node : cluster.get(server, "/cluster/nodes").getAsJsonArray()) {
        JsonObject properties = node.getAsJsonObject().getAsJsonObject("properties");
        for (JsonElement name : properties.getAsJsonArray("INTP_PROCESS_LIST")) {
          assertEquals(group, name.getAsString());
          assertEquals(manager, node.getAsJsonObject().get("NODE_NAME").getAsString());
          named++;
        }
      }
      assertEquals(1, named);
      for (String asked : List.of("all", group)) {
        JsonArray found =
            cluster.get(server, "/cluster/node/" + manager + "/" + asked).getAsJsonArray();
        assertEquals(1, found.size());
        assertEquals(
            process.get("port"),
            found.get(0).getAsJsonObject().getAsJsonObject("properties").get("INTP_TSERVER_PORT"));
      }
    }
  }
}
