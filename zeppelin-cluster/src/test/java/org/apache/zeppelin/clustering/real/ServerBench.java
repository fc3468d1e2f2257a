// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.figures.Report;

/**
 * What a Zeppelin server takes until it answers, and what it is made of then: as one of three, and
 * with the module but without its setting; each beside a plain Zeppelin.
 */
public final class ServerBench {

  private static final int SERVERS = 3;
  private static final double BYTES_PER_MEGABYTE = 1 << 20;
  private static final long POLL_MILLIS = 10;
  private static final long SETTLING_SECONDS = 10;
  private static final String PLAIN = "a plain Zeppelin";
  private static final String ONE_OF_THREE = "one of three servers: ";
  private static final String NOT_SET = "the module without its setting: ";
  private static final String START = "start, until /api/version answers";
  private static final String CPU = "start, processor time";
  private static final String HEAP = "live objects, when nobody uses it";
  private static final String THREADS = "threads of Java";

  private final Path dir;
  private final int rounds;
  private final Report report;

  public ServerBench(Path dir, int rounds, Report report) {
    this.dir = dir;
    this.rounds = rounds;
    this.report = report;
  }

  /** Starts and ends its servers. */
  public void run() throws Exception {
    Map<String, String> agent =
        Map.of("ZEPPELIN_JAVA_OPTS", "-javaagent:" + System.getProperty("cluster.jar"));
    try (RealCluster plain =
            RealCluster.up(dir.resolve("plain"), 1, RealCluster.USUAL_JVMS, "--fresh", "--plain");
        RealCluster notSet = RealCluster.up(dir.resolve("few"), 1, agent, "--fresh", "--plain");
        RealCluster cluster =
            RealCluster.up(dir.resolve("cluster"), SERVERS, RealCluster.USUAL_JVMS, "--fresh")) {
      cluster.awaitOnline(SERVERS);
      startAnew(plain, 1);
      startAnew(notSet, 1);
      startAnew(cluster, SERVERS);
      cluster.awaitOnline(SERVERS);
      System.err.println("warmed up with one start of each");
      for (int round = 0; round < rounds; round++) {
        Idle alone = new Idle(plain, 1);
        add(NOT_SET, new Idle(notSet, 1), alone);
        add(ONE_OF_THREE, new Idle(cluster, SERVERS), alone);
      }
    }
    report.atMostMore(ONE_OF_THREE + START, TimeUnit.SECONDS.toMillis(2));
    report.atMostMore(ONE_OF_THREE + HEAP, 100);
    report.atMostMore(ONE_OF_THREE + THREADS, 60);
    report.atMostMore(NOT_SET + THREADS, 0);
  }

  private void add(String which, Idle it, Idle alone) {
    report.add(which + START, "ms", it.startMillis, PLAIN, alone.startMillis);
    report.add(which + CPU, "ms", it.startCpuMillis, PLAIN, alone.startCpuMillis);
    report.add(which + HEAP, "MB", it.liveMegabytes, PLAIN, alone.liveMegabytes);
    report.add(which + THREADS, "", it.threads, PLAIN, alone.threads);
  }

  /** A server that was started a moment ago. */
  private static final class Idle {
    final double startMillis;
    final double startCpuMillis;
    final double liveMegabytes;
    final double threads;

    Idle(RealCluster cluster, int server) throws Exception {
      Start start = startAnew(cluster, server);
      startMillis = start.millis;
      startCpuMillis = start.cpuMillis;
      TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
      Jvm jvm = new Jvm(cluster.pid(server));
      liveMegabytes = jvm.liveBytes() / BYTES_PER_MEGABYTE;
      threads = jvm.threads().size();
    }
  }

  /** Of all its threads, so far. */
  private static double cpuMillis(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException("Process " + pid + " has ended"))
        .toMillis();
  }

  /** What it took from the command to the first answer. */
  private static final class Start {
    final double millis;
    final double cpuMillis;

    Start(double millis, double cpuMillis) {
      this.millis = millis;
      this.cpuMillis = cpuMillis;
    }
  }

  private static Start startAnew(RealCluster cluster, int server) throws Exception {
    String number = String.valueOf(server);
    cluster.script("stop", number);
    ExecutorService script = Executors.newSingleThreadExecutor();
    try {
      long begin = System.nanoTime();
      // It looks once a second only.
      Future<String> starting = script.submit(() -> cluster.script("start", number));
      while (!answers(cluster, server)) {
        if (starting.isDone()) {
          starting.get();
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      double millis = ServedNote.millis(System.nanoTime() - begin);
      double cpuMillis = cpuMillis(cluster.pid(server));
      starting.get();
      return new Start(millis, cpuMillis);
    } finally {
      script.shutdown();
    }
  }

  private static boolean answers(RealCluster cluster, int server) throws InterruptedException {
    try {
      return cluster.raw(server, "/version").startsWith("200 ");
    } catch (IOException e) {
      // Nobody listens yet.
      return false;
    }
  }
}
