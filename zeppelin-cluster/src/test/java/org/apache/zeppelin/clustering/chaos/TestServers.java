// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
import org.apache.zeppelin.clustering.security.SecuritySettings;

/** The servers, as dev/cluster.sh starts them, linked by a network, with an agent in each. */
final class TestServers {

  private static final int AGENT_PORT = 7777;
  private static final int HTTP_PORT = 18080;
  static final int RAFT_PORT = HTTP_PORT + 1000;
  private static final String LIGHT_JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final String script;
  private final Path dir;
  private final int count;
  private final Network network;
  private final Processes processes;

  /** Those that are not started, or not as they should be, on purpose or while they come back. */
  private final Set<Integer> away = ConcurrentHashMap.newKeySet();

  TestServers(String script, Path dir, int count, Network network) {
    this.script = script;
    this.dir = dir;
    this.count = count;
    this.network = network;
    this.processes = new Processes(dir);
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
    return "http://" + network.address(server) + ":" + (HTTP_PORT + server - 1);
  }

  /** What the cluster calls it. */
  String id(int server) {
    return network.host(server) + ":" + (RAFT_PORT + server - 1);
  }

  /** Where its agent listens. */
  InetSocketAddress door(int server) {
    return new InetSocketAddress(network.address(server), AGENT_PORT);
  }

  /** Those that the servers started. */
  Processes processes() {
    return processes;
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
  void up(String zeppelin, Disks disks) throws IOException, InterruptedException {
    Path agent = dir.resolve("chaos-agent.jar");
    writeAgent(agent);
    Path shiro = dir.resolve("shiro.ini");
    Logins.writeShared(shiro);
    for (int n : all()) {
      Files.createDirectories(raftDir(n));
      disks.make(raftDir(n));
    }
    List<String> command = new ArrayList<>(List.of(script, "up", "--dir", dir.toString()));
    command.addAll(List.of("--servers", count + "", "--port", HTTP_PORT + ""));
    command.addAll(
        List.of("--hosts", all().stream().map(network::address).collect(Collectors.joining(","))));
    command.addAll(network.options());
    command.addAll(List.of("--shiro", shiro.toString()));
    for (String setting :
        List.of(
            "zeppelin.notebook.cron.enable=true",
            SecuritySettings.SECRET_FILE + "=" + secret(),
            // Newer releases let browsers in from localhost only, unless told otherwise.
            "zeppelin.server.allowed.origins=*",
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

  private Map<String, String> environment(Path agent) {
    String options = LIGHT_JVM + " " + String.join(" ", network.jvmOptions());
    return Map.of(
        "ZEPPELIN_MEM",
        "-Xmx384m",
        "ZEPPELIN_JAVA_OPTS",
        options + " -javaagent:" + agent + "=" + AGENT_PORT + ",changes",
        "ZEPPELIN_INTP_MEM",
        "-Xmx256m",
        "ZEPPELIN_INTP_JAVA_OPTS",
        options);
  }

  /** As users have it: whoever else is on the network learns nothing. */
  private Path secret() throws IOException {
    Path file = dir.resolve("secret");
    Files.writeString(file, UUID.randomUUID().toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
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

  void killAll() throws InterruptedException {
    for (int n : all()) {
      signal(n, "KILL");
    }
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
