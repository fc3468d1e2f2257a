// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures on three real servers how long users wait when one is lost: for a note that it owned and
 * a process that it managed, and for the next change of the cluster when it led. Each figure stands
 * beside what the same costs when nobody is lost, measured in the same trial.
 */
public final class FailoverBench {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";
  private static final long RETRY_MILLIS = 10;
  private static final long GIVE_UP_SECONDS = 60;

  private final RealCluster cluster;
  private final Map<String, List<Long>> micros = new LinkedHashMap<>();

  private FailoverBench(RealCluster cluster) {
    this.cluster = cluster;
  }

  /** Arguments: a directory that may be filled and deleted, the number of trials, text or json. */
  public static void main(String[] arguments) throws Exception {
    Path dir = Path.of(arguments[0]);
    int trials = Integer.parseInt(arguments[1]);
    Files.createDirectories(dir);
    try (RealCluster cluster = RealCluster.up(dir, SERVERS, "--fresh")) {
      FailoverBench bench = new FailoverBench(cluster);
      cluster.awaitOnline(SERVERS);
      for (int trial = 0; trial < trials; trial++) {
        bench.crashOfAnOwner();
        bench.silenceOfAnOwner();
        bench.crashOfTheLeader();
        System.err.println("trial " + (trial + 1) + " of " + trials + " done");
      }
      bench.print(arguments[2].equals("json"));
    }
  }

  /** A step that may fail for a while. */
  @FunctionalInterface
  private interface Step {
    boolean done() throws IOException, InterruptedException;
  }

  private static long until(Step step) throws InterruptedException {
    long begin = System.nanoTime();
    IOException last = null;
    while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS)) {
      try {
        if (step.done()) {
          return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
        }
      } catch (IOException e) {
        last = e;
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
    throw new IllegalStateException("not within " + GIVE_UP_SECONDS + " s", last);
  }

  private void took(String what, long inMicros) {
    micros.computeIfAbsent(what, w -> new ArrayList<>()).add(inMicros);
  }

  /** A note whose owner manages its process, after it was run: note and paragraph. */
  private String[] owned(int[] owner) throws Exception {
    cluster.run(1, "%sample pid").success();
    owner[0] = cluster.numberOf(cluster.process(1, SETTING).get("server").getAsString());
    String note = cluster.note(owner[0], "failover-" + System.nanoTime(), "%sample pid");
    return new String[] {note, cluster.paragraphIds(owner[0], note).get(0)};
  }

  private void crashOfAnOwner() throws Exception {
    int[] owner = new int[1];
    String[] note = owned(owner);
    int other = owner[0] % SERVERS + 1;
    String pid = cluster.run(other, note[0], note[1]).success();
    took("note: run through another server", until(() -> runs(other, note, pid)));
    ProcessHandle server = ProcessHandle.of(cluster.pid(owner[0])).orElseThrow();
    server.destroyForcibly();
    took("note: the same after a crash of its owner", until(() -> runs(other, note, pid)));
    server.onExit().join();
    cluster.script("start", String.valueOf(owner[0]));
    cluster.awaitOnline(SERVERS);
  }

  private boolean runs(int server, String[] note, String pid)
      throws IOException, InterruptedException {
    RealCluster.Outcome outcome = cluster.run(server, note[0], note[1]);
    return outcome.code.equals("SUCCESS") && outcome.text.trim().equals(pid);
  }

  private void silenceOfAnOwner() throws Exception {
    int[] owner = new int[1];
    String[] note = owned(owner);
    int other = owner[0] % SERVERS + 1;
    String pid = cluster.run(other, note[0], note[1]).success();
    cluster.script("pause", String.valueOf(owner[0]));
    took("note: the same after its owner fell silent", until(() -> runs(other, note, pid)));
    cluster.script("resume", String.valueOf(owner[0]));
    cluster.awaitOnline(SERVERS);
  }

  private void crashOfTheLeader() throws Exception {
    int leader = leader();
    int other = leader % SERVERS + 1;
    took("change: a new note", until(() -> cluster.note(other, name()) != null));
    ProcessHandle server = ProcessHandle.of(cluster.pid(leader)).orElseThrow();
    server.destroyForcibly();
    took(
        "change: the same after a crash of the leader",
        until(() -> cluster.note(other, name()) != null));
    server.onExit().join();
    cluster.script("start", String.valueOf(leader));
    cluster.awaitOnline(SERVERS);
  }

  private static String name() {
    return "change-" + System.nanoTime();
  }

  private int leader() throws Exception {
    List<JsonObject> servers =
        cluster.await(
            "a leader",
            () -> cluster.servers(1),
            all -> all.stream().anyMatch(s -> s.get("leader").getAsBoolean()));
    return IntStream.range(0, servers.size())
            .filter(i -> servers.get(i).get("leader").getAsBoolean())
            .findFirst()
            .orElseThrow()
        + 1;
  }

  private void print(boolean json) {
    if (json) {
      System.out.println(new Gson().toJson(micros));
      return;
    }
    System.out.println("milliseconds: median (min to max) of so many trials");
    micros.forEach(
        (what, all) -> {
          List<Long> sorted = all.stream().sorted().collect(Collectors.toList());
          System.out.printf(
              "%-45s %8.0f (%.0f to %.0f) of %d%n",
              what,
              sorted.get(sorted.size() / 2) / 1e3,
              sorted.get(0) / 1e3,
              sorted.get(sorted.size() - 1) / 1e3,
              sorted.size());
        });
  }
}
