// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.figures.Report;
import org.apache.zeppelin.clustering.figures.Samples;
import org.apache.zeppelin.clustering.ports.FreePorts;

/**
 * What a large cluster costs, simulated on one machine: fifty-three servers with their real part of
 * the log, sessions and heartbeats, without Zeppelin and without interpreter processes. Three of
 * them have JVMs of their own, and one of these leads; the others share one.
 */
final class ScaleBench {

  private static final int OWN = 3;
  private static final int SERVERS = 53;
  private static final int PROCESSES = 10_000;
  private static final int NOTES = 20_000;
  private static final int FURTHER_MEGABYTES = 150;
  private static final int IDLE_SECONDS = 30;
  private static final int SETTLE_SECONDS = 15;
  private static final int START_SECONDS = 300;
  private static final int FILL_STEP = 200;
  private static final int EVENTS = 50;
  private static final int PLACEMENTS = 200;
  private static final int WARM_UP_PLACEMENTS = 2_000;
  private static final int WARM_UP_SECONDS = 60;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Path dir;
  private final int rounds;
  private final Report report;

  ScaleBench(Path dir, int rounds, Report report) {
    this.dir = dir;
    this.rounds = rounds;
    this.report = report;
  }

  void run() throws Exception {
    try (Flock few = new Flock(dir.resolve("few"), OWN)) {
      idle(few, "3 servers, nothing in them");
    }
    try (Flock many = new Flock(dir.resolve("many"), SERVERS)) {
      idle(many, "53 servers, nothing in them");
      double empty = heap(many);
      fill(many, "processes", PROCESSES);
      fill(many, "notes", NOTES);
      many.report();
      warmUp(many);
      idle(many, "53 servers, 10,000 processes, 20,000 notes");
      report.add("heap for an entry", "bytes", (heap(many) - empty) / (PROCESSES + NOTES));
      for (int round = 0; round < rounds; round++) {
        single(many);
      }
      restarts(many);
    }
    report.atMost("placement on the leader's server, median", 1);
    report.atMost("leader with 53 servers, 10,000 processes, 20,000 notes: CPU", 5);
    report.atMost("restart of a server, to a linearizable read", 3_000);
  }

  /** No faster than fifty servers can follow on one machine, or they would lose their sessions. */
  private static void fill(Flock flock, String what, int count)
      throws IOException, InterruptedException {
    for (int from = 0; from < count; from += FILL_STEP) {
      flock.awaitApplied(flock.leader().ask("fill " + what + " " + from + " " + FILL_STEP)[0]);
    }
  }

  /** What the leader does while nothing changes. */
  private void idle(Flock flock, String what) throws IOException, InterruptedException {
    flock.leader().ask("index");
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    for (int round = 0; round < rounds; round++) {
      long index = flock.leader().ask("index")[0];
      long cpu = flock.leader().ask("cpu")[0];
      long begin = System.nanoTime();
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
      double passed = System.nanoTime() - begin;
      double used = flock.leader().ask("cpu")[0] - cpu;
      // Without the one that asks.
      double entries = flock.leader().ask("index")[0] - index - 1;
      report.add("leader with " + what + ": CPU", "% of a core", 100 * used / passed);
      report.add(
          "leader with " + what + ": log entries",
          "a second",
          entries * TimeUnit.SECONDS.toNanos(1) / passed);
    }
  }

  /** A server that has run for a day has compiled what it does at rest, and places processes. */
  private static void warmUp(Flock flock) throws IOException, InterruptedException {
    // Until the leader has heard of the processes: those that it has not are taken for young ones.
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    flock.leader().ask("placement " + WARM_UP_PLACEMENTS);
    flock.get(flock.follower()).ask("placement " + WARM_UP_PLACEMENTS);
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    System.err.println(
        "warmed up with "
            + WARM_UP_PLACEMENTS
            + " placements on two servers, and "
            + WARM_UP_SECONDS
            + " s at rest");
  }

  private static double heap(Flock flock) throws IOException, InterruptedException {
    return flock.leader().ask("memory")[0];
  }

  private void single(Flock flock) throws IOException, InterruptedException {
    MemberProcess leader = flock.leader();
    Samples placements = new Samples(leader.ask("placement " + PLACEMENTS));
    report.add("placement on the leader's server, median", "ms", placements.median());
    report.add("placement on the leader's server, 99th", "ms", placements.percentile(99));
    placements = new Samples(flock.get(flock.follower()).ask("placement " + PLACEMENTS));
    report.add("placement on another server, median", "ms", placements.median());
    long[] nanos = new long[EVENTS];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = event(flock);
    }
    Samples events = new Samples(nanos);
    report.add("event to all 53 servers, median", "ms", events.median());
    report.add("event to all 53 servers, 99th", "ms", events.percentile(99));
    long[] snapshot = leader.ask("snapshot");
    report.add("snapshot of 30,000 entries, time", "ms", snapshot[0] / NANOS_PER_MILLI);
    report.add("snapshot of 30,000 entries, size", "bytes", snapshot[1]);
  }

  /** Nanoseconds until the last of them heard it. */
  private static long event(Flock flock) throws IOException, InterruptedException {
    long begin = flock.leader().ask("publish")[0];
    while (true) {
      List<Long> heard = flock.heard();
      if (heard.stream().allMatch(at -> at >= begin)) {
        return heard.stream().mapToLong(at -> at).max().orElseThrow() - begin;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void restarts(Flock flock) throws Exception {
    for (int round = 0; round < rounds; round++) {
      int follower = flock.follower();
      flock.get(follower).close();
      long begin = System.nanoTime();
      flock.start(follower);
      flock.get(follower).ask("online");
      report.add(
          "restart of a server, to a linearizable read",
          "ms",
          (System.nanoTime() - begin) / NANOS_PER_MILLI);
    }
  }

  /** The JVMs of all servers. */
  private static final class Flock implements AutoCloseable {
    private final Path dir;
    private final List<String> ids;
    private final List<String> ports;
    private final List<MemberProcess> jvms = new ArrayList<>();

    Flock(Path dir, int servers) throws IOException, InterruptedException {
      this.dir = dir;
      List<Integer> free = FreePorts.some(2 * servers);
      // In the order of their names the first ones vote, and those shall have JVMs of their own.
      ids = free.stream().limit(servers).map(p -> "localhost:" + p).collect(Collectors.toList());
      ports = free.stream().skip(servers).map(String::valueOf).collect(Collectors.toList());
      try {
        for (int i = 0; i < OWN; i++) {
          jvms.add(jvm(i, i + 1));
        }
        if (servers > OWN) {
          jvms.add(jvm(OWN, servers));
        }
        awaitOnline(servers);
      } catch (IOException | InterruptedException | RuntimeException e) {
        close();
        throw e;
      }
    }

    private MemberProcess jvm(int from, int until) throws IOException {
      return new MemberProcess(
          dir.resolve("jvm-" + from),
          // Each has its own copy of everything, and buffers for the largest entry.
          MemberProcess.HEAP_MEGABYTES + (until - from - 1) * FURTHER_MEGABYTES,
          Map.of(),
          Herd.class,
          List.of(
              dir.toString(),
              String.join(",", ids),
              String.join(",", ports),
              String.valueOf(from),
              String.valueOf(until)));
    }

    private void awaitOnline(int servers) throws IOException, InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
      while (get(0).ask("online")[0] < servers) {
        if (System.nanoTime() > end) {
          throw new IOException("Not all of " + servers + " servers came, see " + dir);
        }
        TimeUnit.SECONDS.sleep(1);
      }
      if (jvms.stream().limit(OWN).noneMatch(Flock::leads)) {
        get(0).ask("lead");
      }
    }

    private static boolean leads(MemberProcess jvm) {
      try {
        return jvm.ask("leads")[0] == 1;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    MemberProcess get(int number) {
      return jvms.get(number);
    }

    private int leaderNumber() throws InterruptedException {
      while (true) {
        for (int number = 0; number < OWN; number++) {
          if (leads(get(number))) {
            return number;
          }
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }

    MemberProcess leader() throws InterruptedException {
      return get(leaderNumber());
    }

    int follower() throws InterruptedException {
      return (leaderNumber() + 1) % OWN;
    }

    void start(int number) throws IOException {
      jvms.set(number, jvm(number, number + 1));
    }

    void awaitApplied(long index) throws IOException {
      for (MemberProcess jvm : jvms) {
        jvm.ask("applied " + index);
      }
    }

    /** Each server reports its part of the processes. */
    void report() throws IOException {
      int each = PROCESSES / SERVERS;
      for (int number = 0; number < jvms.size(); number++) {
        get(number).ask("reports " + each + " " + number * each);
      }
    }

    /** When each server last heard an event. */
    List<Long> heard() throws IOException {
      List<Long> heard = new ArrayList<>();
      for (MemberProcess jvm : jvms) {
        for (long at : jvm.ask("heard")) {
          heard.add(at);
        }
      }
      return heard;
    }

    @Override
    public void close() throws IOException {
      for (MemberProcess jvm : jvms) {
        jvm.close();
      }
    }
  }
}
