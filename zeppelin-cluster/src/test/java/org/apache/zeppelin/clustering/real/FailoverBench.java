// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.zeppelin.clustering.figures.Report;

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
  private static final long SESSION_TIMEOUT_MILLIS = 5_000;

  private static final double MICROS_PER_MILLI = 1e3;
  private static final String USUAL = "the same with all servers";
  private static final String CRASH = "run in a note after a crash of its owner";
  private static final String SILENCE = "run in a note after its owner fell silent";
  private static final String CHANGE = "new note after a crash of the leader";

  private final Path dir;
  private final int rounds;
  private final Report report;
  private RealCluster cluster;

  public FailoverBench(Path dir, int rounds, Report report) {
    this.dir = dir;
    this.rounds = rounds;
    this.report = report;
  }

  /** Starts and ends its servers. */
  public void run() throws Exception {
    try (RealCluster servers = RealCluster.up(dir.resolve("cluster"), SERVERS, "--fresh")) {
      cluster = servers;
      cluster.awaitOnline(SERVERS);
      for (int round = 0; round < rounds; round++) {
        crashOfAnOwner();
        silenceOfAnOwner();
        crashOfTheLeader();
        System.err.println("round " + (round + 1) + " of " + rounds + " done");
      }
    }
    report.atMost(CRASH, 2_000);
    report.atMost(SILENCE, SESSION_TIMEOUT_MILLIS + 2_000);
  }

  /** A step that may fail for a while. */
  @FunctionalInterface
  private interface Step {
    boolean done() throws IOException, InterruptedException;
  }

  private static double until(Step step) throws InterruptedException {
    long begin = System.nanoTime();
    IOException last = null;
    while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS)) {
      try {
        if (step.done()) {
          return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin) / MICROS_PER_MILLI;
        }
      } catch (IOException e) {
        last = e;
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
    throw new IllegalStateException("not within " + GIVE_UP_SECONDS + " s", last);
  }

  /** A note whose owner manages its process, after it was run: note and paragraph. */
  private String[] owned(int[] owner) throws Exception {
    cluster.run(1, "%sample pid").success();
    owner[0] = cluster.numberOf(1, cluster.process(1, SETTING).get("server").getAsString());
    String note = cluster.note(owner[0], "failover-" + System.nanoTime(), "%sample pid");
    return new String[] {note, cluster.paragraphIds(owner[0], note).get(0)};
  }

  private void crashOfAnOwner() throws Exception {
    int[] owner = new int[1];
    String[] note = owned(owner);
    int other = owner[0] % SERVERS + 1;
    String pid = cluster.run(other, note[0], note[1]).success();
    double usual = until(() -> runs(other, note, pid));
    ProcessHandle server = ProcessHandle.of(cluster.pid(owner[0])).orElseThrow();
    server.destroyForcibly();
    report.add(CRASH, "ms", until(() -> runs(other, note, pid)), USUAL, usual);
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
    double usual = until(() -> runs(other, note, pid));
    cluster.script("pause", String.valueOf(owner[0]));
    report.add(SILENCE, "ms", until(() -> runs(other, note, pid)), USUAL, usual);
    cluster.script("resume", String.valueOf(owner[0]));
    cluster.awaitOnline(SERVERS);
  }

  private void crashOfTheLeader() throws Exception {
    int leader = leader();
    int other = leader % SERVERS + 1;
    double usual = until(() -> cluster.note(other, name()) != null);
    ProcessHandle server = ProcessHandle.of(cluster.pid(leader)).orElseThrow();
    server.destroyForcibly();
    report.add(CHANGE, "ms", until(() -> cluster.note(other, name()) != null), USUAL, usual);
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
}
