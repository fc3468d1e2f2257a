// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.figures.Report;
import org.apache.zeppelin.clustering.figures.Samples;

/**
 * What the replicated map costs on three servers, beside what the machine's disk and loopback
 * network cost in the same round: F is the time to append 256 bytes to a file and have them on the
 * disk, plus a round trip of 256 bytes to another process.
 */
final class MetadataBench {

  private static final int VALUE_BYTES = 256;
  private static final int SAMPLES = 1_000;
  private static final int WARM_UP_SECONDS = 30;

  /** With fewer, the JVMs still compile what a request passes while that is measured. */
  private static final int WARM_UP_REQUESTS = 5_000;

  private static final int IN_FLIGHT = 64;
  private static final int LOAD_SECONDS = 5;
  private static final int ENTRIES = 100_000;
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final double NANOS_PER_MILLI = 1e6;

  private static final String FLOOR = "F";
  private static final String TRIP = "a round trip";
  private static final String RESTART_OF_ONE =
      "restart of one of three with 100,000 entries, to a linearizable read";

  private final Path dir;
  private final int rounds;
  private final Report report;

  MetadataBench(Path dir, int rounds, Report report) {
    this.dir = dir;
    this.rounds = rounds;
    this.report = report;
  }

  /**
   * @param certificates measures a cluster with TLS, too, in turn with the one without
   */
  void run(Optional<Path> certificates) throws Exception {
    try (Voters plain = new Voters(dir.resolve("plain"), Optional.empty())) {
      report.add("cold start of three, to the first committed write", "s", seconds(plain::start));
      if (certificates.isPresent()) {
        try (Voters secured = new Voters(dir.resolve("tls"), certificates)) {
          secured.start();
          warmUp(plain);
          warmUp(secured);
          for (int round = 0; round < rounds; round++) {
            againstFloor(plain);
            withTls(plain, secured);
          }
        }
      } else {
        warmUp(plain);
        for (int round = 0; round < rounds; round++) {
          againstFloor(plain);
        }
        lostLeaders(plain);
        restarts(plain);
      }
    }
    goals(certificates.isPresent());
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void warmUp(Voters voters) throws Exception {
    for (int member = 0; member < voters.size(); member++) {
      voters.get(member).ask("load " + WARM_UP_SECONDS / voters.size() + " 16");
    }
    for (int member = 0; member < voters.size(); member++) {
      voters.get(member).ask("put " + WARM_UP_REQUESTS);
      voters.get(member).ask("get " + WARM_UP_REQUESTS);
      voters.get(member).ask("get-after-put " + WARM_UP_REQUESTS);
    }
    System.err.println(
        "warmed up with puts for "
            + WARM_UP_SECONDS
            + " s, and with "
            + WARM_UP_REQUESTS
            + " requests of each kind, one after another, on each server");
  }

  private void againstFloor(Voters voters) throws Exception {
    double sync = new Samples(syncs()).median();
    double trip = new Samples(Echo.trips(voters.get(0).echoPort(), VALUE_BYTES, SAMPLES)).median();
    double floor = sync + trip;
    report.add("append of 256 bytes, on the disk", "ms", sync);
    report.add("round trip of 256 bytes over loopback", "ms", trip);
    int leader = voters.leader();
    int other = (leader + 1) % voters.size();
    one("put on the leader's server", voters, leader, "put ", FLOOR, floor);
    one("put on another server", voters, other, "put ", FLOOR, floor);
    one("get on the leader's server", voters, leader, "get ", TRIP, trip);
    one("get on another server", voters, other, "get ", TRIP, trip);
    one("get right after a put, leader's", voters, leader, "get-after-put ", TRIP, trip);
    one("get right after a put, another", voters, other, "get-after-put ", TRIP, trip);
    double load = voters.get(leader).ask("load " + LOAD_SECONDS + " " + IN_FLIGHT)[0];
    report.add("puts, 64 under way", "a second", load, "appends", 1_000 / sync);
  }

  /** One request after another, on one server. */
  private void one(
      String name, Voters voters, int server, String command, String twin, double twinMillis)
      throws IOException {
    long cpu = voters.cpuNanos();
    Samples samples = new Samples(voters.get(server).ask(command + SAMPLES));
    double used = (voters.cpuNanos() - cpu) / NANOS_PER_MILLI / SAMPLES;
    report.add(name + ", median", "ms", samples.median(), twin, twinMillis);
    report.add(name + ", 99th", "ms", samples.percentile(99));
    report.add(name + ", CPU of the three servers", "ms", used);
  }

  private void withTls(Voters plain, Voters secured) throws Exception {
    int leader = plain.leader();
    int securedLeader = secured.leader();
    beside(
        "put with TLS on the leader's server",
        plain.get(leader),
        secured.get(securedLeader),
        "put ");
    beside(
        "get with TLS on the leader's server",
        plain.get(leader),
        secured.get(securedLeader),
        "get ");
    int other = (leader + 1) % plain.size();
    int securedOther = (securedLeader + 1) % secured.size();
    beside("put with TLS on another server", plain.get(other), secured.get(securedOther), "put ");
    beside("get with TLS on another server", plain.get(other), secured.get(securedOther), "get ");
  }

  private void beside(String name, MemberProcess plain, MemberProcess secured, String command)
      throws IOException {
    double without = new Samples(plain.ask(command + SAMPLES)).median();
    double with = new Samples(secured.ask(command + SAMPLES)).median();
    report.add(name + ", median", "ms", with, "without TLS", without);
  }

  /** The disk alone. */
  private long[] syncs() throws IOException {
    Path file = dir.resolve("floor");
    long[] nanos = new long[SAMPLES];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = 0; i < nanos.length; i++) {
        ByteBuffer bytes = ByteBuffer.allocate(VALUE_BYTES);
        long begin = System.nanoTime();
        channel.write(bytes);
        channel.force(false);
        nanos[i] = System.nanoTime() - begin;
      }
    }
    Files.delete(file);
    return nanos;
  }

  private void lostLeaders(Voters voters) throws Exception {
    for (int trial = 0; trial < 2 * rounds; trial++) {
      int leader = voters.leader();
      int next = (leader + 1) % voters.size();
      double usual = new Samples(voters.get(next).ask("put 1")).median();
      long begin = System.nanoTime();
      voters.get(leader).kill();
      double killed = (System.nanoTime() - begin) / NANOS_PER_MILLI;
      report.add(
          "kill of the leader to the next committed write",
          "ms",
          killed + first(voters, leader),
          "a write",
          usual);
      voters.restart(leader);
      voters.get(leader).ask("put 1");
      voters.awaitWhole();
    }
  }

  /** Of both that are left, the one whose write is committed first. */
  private static double first(Voters voters, int lost) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(voters.size());
    try {
      List<Future<long[]>> writes = new ArrayList<>();
      for (int member = 0; member < voters.size(); member++) {
        if (member != lost) {
          MemberProcess process = voters.get(member);
          writes.add(threads.submit(() -> process.ask("put 1")));
        }
      }
      double least = Double.MAX_VALUE;
      for (Future<long[]> write : writes) {
        least = Math.min(least, new Samples(write.get(1, TimeUnit.MINUTES)).median());
      }
      return least;
    } finally {
      threads.shutdown();
    }
  }

  private void restarts(Voters voters) throws Exception {
    memory("a server with 1,000 entries", voters);
    voters.get(voters.leader()).ask("fill " + ENTRIES + " " + IN_FLIGHT);
    memory("a server with 100,000 entries", voters);
    for (int round = 0; round < rounds; round++) {
      voters.stop();
      report.add(
          "restart of three with 100,000 entries, to the first write", "s", seconds(voters::start));
      voters.awaitWhole();
      int follower = (voters.leader() + 1) % voters.size();
      voters.get(follower).close();
      report.add(RESTART_OF_ONE, "s", seconds(() -> restart(voters, follower)));
    }
  }

  private static void restart(Voters voters, int member) throws Exception {
    voters.restart(member);
    voters.get(member).ask("get 1");
  }

  private void memory(String of, Voters voters) throws IOException {
    for (int member = 0; member < voters.size(); member++) {
      long[] memory = voters.get(member).ask("memory");
      report.add("heap of " + of, "MB", memory[0] / BYTES_PER_MEGABYTE);
      report.add("resident memory of " + of, "MB", memory[1] / 1e3);
      report.add("threads of " + of, "threads", memory[2]);
    }
  }

  private void goals(boolean tls) {
    report.atMostTimes("put on the leader's server, median", 5);
    report.atMostTimes("put on another server, median", 8);
    report.atLeastTimes("puts, 64 under way", 1);
    for (String get :
        List.of(
            "get on the leader's server",
            "get on another server",
            "get right after a put, leader's",
            "get right after a put, another")) {
      report.atMostTimes(get + ", median", 4);
      report.atMost(get + ", 99th", 2);
    }
    if (tls) {
      for (String request : List.of("put", "get")) {
        report.atMostTimes(request + " with TLS on the leader's server, median", 1.3);
        report.atMostTimes(request + " with TLS on another server, median", 1.3);
      }
    } else {
      report.atMost("kill of the leader to the next committed write", 800);
      report.atMost(RESTART_OF_ONE, 3);
    }
  }
}
