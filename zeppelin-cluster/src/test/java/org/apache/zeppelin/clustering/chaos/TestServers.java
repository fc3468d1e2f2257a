// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.zeppelin.clustering.chaos.agent.ChaosAgent;
import org.apache.zeppelin.clustering.real.Logins;

/** The servers, as dev/cluster.sh starts them, each in its namespace with an agent in it. */
final class TestServers {

  static final int AGENT_PORT = 7777;
  private static final int HTTP_PORT = 18080;
  private static final int RAFT_PORT = HTTP_PORT + 1000;
  private static final long DISK_MEGABYTES = 96;
  private static final String LIGHT_JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final String script;
  private final Path dir;
  private final int count;

  /** Those that are not started, or not as they should be, on purpose or while they come back. */
  private final Set<Integer> away = ConcurrentHashMap.newKeySet();

  TestServers(String script, Path dir, int count) {
    this.script = script;
    this.dir = dir;
    this.count = count;
  }

  int count() {
    return count;
  }

  List<Integer> all() {
    return IntStream.rangeClosed(1, count).boxed().collect(Collectors.toList());
  }

  Path dir() {
    return dir;
  }

  Set<Integer> away() {
    return away;
  }

  String url(int server) {
    return "http://" + Network.address(server) + ":" + (HTTP_PORT + server - 1);
  }

  /** What the cluster calls it. */
  String id(int server) {
    return Network.address(server) + ":" + (RAFT_PORT + server - 1);
  }

  int number(String id) {
    return all().stream().filter(n -> id(n).equals(id)).findFirst().orElse(0);
  }

  /** All that a server writes of its metadata is below. */
  Path raftDir(int server) {
    return dir.resolve("n" + server).resolve("raft");
  }

  Path changes(int server) {
    return dir.resolve("n" + server).resolve("changes");
  }

  Path log(int server) {
    return dir.resolve("n" + server).resolve("logs").resolve("zeppelin.log");
  }

  /** Starts all of them; each has a small disk of its own for its metadata. */
  void up(String zeppelin) throws IOException, InterruptedException {
    Path agent = dir.resolve("chaos-agent.jar");
    writeAgent(agent);
    Path shiro = dir.resolve("shiro.ini");
    Logins.writeShared(shiro);
    for (int n : all()) {
      Files.createDirectories(raftDir(n));
      Shell.run(
          "mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "chaos", raftDir(n) + "");
    }
    List<String> command = new ArrayList<>(List.of(script, "up", "--dir", dir.toString()));
    command.addAll(List.of("--servers", count + "", "--port", HTTP_PORT + ""));
    command.addAll(
        List.of("--hosts", all().stream().map(Network::address).collect(Collectors.joining(","))));
    command.addAll(List.of("--netns", Network.NAMES, "--shiro", shiro.toString()));
    for (String setting :
        List.of(
            "zeppelin.notebook.cron.enable=true",
            // Often, so that faults meet them.
            "zeppelin.cluster.snapshot.threshold=400",
            "zeppelin.cluster.note.idle.ms=20000")) {
      command.addAll(List.of("--set", setting));
    }
    if (!zeppelin.isEmpty()) {
      command.addAll(List.of("--zeppelin", zeppelin));
    }
    Shell.run(environment(agent), "", command.toArray(new String[0]));
  }

  private static Map<String, String> environment(Path agent) {
    return Map.of(
        "ZEPPELIN_MEM",
        "-Xmx384m",
        "ZEPPELIN_JAVA_OPTS",
        LIGHT_JVM + " -javaagent:" + agent + "=" + AGENT_PORT + ",changes",
        "ZEPPELIN_INTP_MEM",
        "-Xmx256m",
        "ZEPPELIN_INTP_JAVA_OPTS",
        LIGHT_JVM);
  }

  private static void writeAgent(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Premain-Class"), ChaosAgent.class.getName());
    String folder = ChaosAgent.class.getPackageName().replace('.', '/');
    Path classes =
        Path.of(ChaosAgent.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> all = Files.list(classes.resolve(folder))) {
      for (Path each : all.sorted().collect(Collectors.toList())) {
        out.putNextEntry(new JarEntry(folder + "/" + each.getFileName()));
        Files.copy(each, out);
      }
    }
  }

  /** Starts it again and waits until it answers; fails with its log when it ends instead. */
  void start(int server) throws IOException, InterruptedException {
    Shell.run(
        environment(dir.resolve("chaos-agent.jar")),
        "",
        script,
        "start",
        String.valueOf(server),
        "--dir",
        dir.toString());
  }

  /** Its pid; 0 when it does not run. */
  long pid(int server) {
    try {
      Path file = dir.resolve("n" + server).resolve("pid");
      long pid = Long.parseLong(Files.readString(file).split(" ")[0]);
      return Processes.alive(pid) ? pid : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Does nothing to one that does not run. */
  void signal(int server, String signal) throws InterruptedException {
    long pid = pid(server);
    if (pid != 0) {
      Shell.works("kill", "-" + signal, String.valueOf(pid));
    }
  }

  /** Ends it at once, and waits until it has. */
  void kill(int server) throws InterruptedException {
    signal(server, "KILL");
    awaitEnd(server, 10);
  }

  boolean awaitEnd(int server, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (pid(server) != 0) {
      if (end - System.nanoTime() < 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return true;
  }

  /** Deletes all of its metadata. */
  void wipe(int server) throws IOException {
    Path top = raftDir(server);
    List<Path> all;
    try (Stream<Path> files = Files.walk(top)) {
      all = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (Path each : all) {
      if (!each.equals(top)) {
        Files.delete(each);
      }
    }
  }

  /** What it has written to its log and to its console from there on. */
  String logSince(int server, long position) throws IOException {
    byte[] bytes = Files.readAllBytes(log(server));
    int from = (int) Math.min(position, bytes.length);
    return new String(bytes, from, bytes.length - from, java.nio.charset.StandardCharsets.UTF_8);
  }

  long logLength(int server) throws IOException {
    return Files.exists(log(server)) ? Files.size(log(server)) : 0;
  }
}
