// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zeppelin.clustering.ports.FreePorts;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A process that somebody else started is used by all servers and ended by none. */
public class ExistingProcessIT {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";
  private static final String GROUP = SETTING + "-existing_process";
  private static final Set<String> ENDED = Set.of("ERROR", "ABORT");
  private static final Pattern EVENT_SERVER =
      Pattern.compile("InterpreterEventServer is starting at ([^:\\s]+):([0-9]+)");

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static RealCluster cluster;

  private int port;
  private Process process;
  private Path said;

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

  @Before
  public void startByHand() throws Exception {
    port = FreePorts.one();
    process = launch();
    cluster.changeOption(
        SERVERS,
        SETTING,
        option -> {
          option.addProperty("isExistingProcess", true);
          option.addProperty("host", "localhost");
          option.addProperty("port", port);
        });
  }

  @After
  public void endByHand() throws Exception {
    cluster.put(1, "/interpreter/setting/restart/" + SETTING, null);
    awaitForgotten();
    end();
  }

  private void end() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts a process at the port; it tells what it has to tell to the first server. */
  private Process launch() throws IOException, InterruptedException {
    Matcher events = EVENT_SERVER.matcher(cluster.log(1));
    assertTrue("no event server in the log", events.find());
    Path home =
        Path.of(System.getProperty("cluster.script")).resolveSibling("home/target/zeppelin");
    Path logs = folder.newFolder().toPath();
    said = logs.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
            home.resolve("bin/interpreter.sh").toString(),
            "-d",
            home.resolve("interpreter/sample").toString(),
            "-c",
            events.group(1),
            "-p",
            events.group(2),
            "-r",
            port + ":" + port,
            "-i",
            GROUP);
    builder
        .environment()
        .putAll(Map.of("ZEPPELIN_LOG_DIR", logs.toString(), "ZEPPELIN_LOCAL_IP", "127.0.0.1"));
    Process started = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    cluster.await("its registration", () -> count("Registered interpreter process"), n -> n == 1);
    return started;
  }

  /** How often the process has logged that. */
  private long count(String text) throws IOException {
    long count = 0;
    try (var files = Files.list(said.getParent())) {
      for (Path file : files.collect(Collectors.toList())) {
        count += Files.readAllLines(file).stream().filter(line -> line.contains(text)).count();
      }
    }
    return count;
  }

  private void awaitForgotten() throws IOException, InterruptedException {
    for (int server = 1; server <= SERVERS; server++) {
      int asked = server;
      cluster.await("no process known", () -> cluster.processes(asked), List::isEmpty);
    }
  }

  private String pid() {
    return String.valueOf(process.pid());
  }

  @Test
  public void allServersUseItAndOneInitialisesIt() throws Exception {
    for (int server = 1; server <= SERVERS; server++) {
      assertEquals(pid(), cluster.run(server, "%sample pid").success());
    }
    cluster.run(2, "%sample set colour green").success();
    assertEquals("green", cluster.run(3, "%sample get colour").success());
    for (int server = 1; server <= SERVERS; server++) {
      JsonObject known = cluster.process(server, SETTING);
      assertEquals(GROUP, known.get("interpreterGroupId").getAsString());
      assertEquals(port, known.get("port").getAsInt());
    }
    assertEquals(1, count("Creating RemoteInterpreterEventClient"));
    assertEquals(1, count("Instantiate interpreter"));
  }

  @Test
  public void eachBrowserSeesWhatItsServersRunPrints() throws Exception {
    String text = "%sample stream 20 20";
    String lines =
        IntStream.rangeClosed(1, 20)
            .mapToObj(i -> "line " + i + "\n")
            .collect(Collectors.joining());
    for (int server = 1; server <= SERVERS; server++) {
      String note = cluster.note(server, "existing-" + server, text);
      String paragraph = cluster.paragraphIds(server, note).get(0);
      try (Browser browser = Browser.open(cluster, server, note)) {
        browser.run(paragraph, text);
        browser.awaitStatus(paragraph, "FINISHED");
        cluster.await(
            "all lines in the browser",
            () -> String.join("", browser.pieces(paragraph)),
            lines::equals);
      }
    }
  }

  @Test
  public void restartClosesItsInterpretersAndLeavesItAlive() throws Exception {
    String note = cluster.note(2, "restart", "%sample set busy yes\nsleep 900000");
    String paragraph = cluster.paragraphIds(2, note).get(0);
    cluster.start(2, note, paragraph);
    cluster.await(
        "a run", () -> cluster.run(1, "%sample get busy"), run -> run.code.equals("SUCCESS"));

    cluster.put(3, "/interpreter/setting/restart/" + SETTING, null);
    cluster.await(
        "the end of what ran",
        () -> cluster.paragraphOf(2, note, paragraph).get("status").getAsString(),
        ENDED::contains);
    awaitForgotten();
    assertTrue("it was ended", process.isAlive());

    for (int server = 1; server <= SERVERS; server++) {
      assertEquals(pid(), cluster.run(server, "%sample pid").success());
    }
    assertEquals(2, count("Instantiate interpreter"));
  }

  @Test
  public void itsEndIsNoticedAndItsSuccessorUsed() throws Exception {
    for (int server = 1; server <= SERVERS; server++) {
      assertEquals(pid(), cluster.run(server, "%sample pid").success());
    }
    end();
    awaitForgotten();
    process = launch();
    for (int server = 1; server <= SERVERS; server++) {
      assertEquals(pid(), cluster.run(server, "%sample pid").success());
    }
  }
}
