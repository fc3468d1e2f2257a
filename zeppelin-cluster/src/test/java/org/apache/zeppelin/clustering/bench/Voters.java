// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.ports.FreePorts;

/** Three servers' metadata on loopback, each in a JVM of its own. */
final class Voters implements AutoCloseable {

  private static final int COUNT = 3;
  private static final int LEADER_SECONDS = 60;
  private static final String HOST = "localhost";

  private final Path dir;
  private final Optional<Path> certificates;
  private final List<Integer> ports;
  private final List<MemberProcess> members = new ArrayList<>();

  /**
   * @param certificates what dev/make-certs.sh made for localhost; empty for a cluster without TLS
   */
  Voters(Path dir, Optional<Path> certificates) throws IOException {
    this.dir = dir;
    this.certificates = certificates;
    this.ports = FreePorts.some(COUNT);
  }

  private Map<String, String> settings(int member) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "zeppelin.cluster.addr",
        ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(",")));
    settings.put("zeppelin.cluster.server", HOST + ":" + ports.get(member));
    settings.put("zeppelin.cluster.dir", home(member).resolve("metadata").toString());
    certificates.ifPresent(
        made -> {
          settings.put("zeppelin.cluster.tls.authority", made.resolve("authority.pem").toString());
          settings.put("zeppelin.cluster.tls.certificate", made.resolve(HOST + ".pem").toString());
          settings.put("zeppelin.cluster.tls.key", made.resolve(HOST + "-key.pem").toString());
        });
    return settings;
  }

  private Path home(int member) {
    return dir.resolve("server-" + (member + 1));
  }

  /** All at once; returns when one leads and has committed something. */
  void start() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    try {
      List<Future<MemberProcess>> starts = new ArrayList<>();
      for (int member = 0; member < COUNT; member++) {
        int number = member;
        starts.add(threads.submit(() -> MemberProcess.member(home(number), settings(number))));
      }
      for (Future<MemberProcess> start : starts) {
        members.add(start.get());
      }
    } finally {
      threads.shutdown();
    }
    // It may take longer than one request waits.
    leader();
    members.get(0).ask("put 1");
  }

  void restart(int member) throws IOException {
    members.set(member, MemberProcess.member(home(member), settings(member)));
  }

  MemberProcess get(int member) {
    return members.get(member);
  }

  /** Of all of them, so far. */
  long cpuNanos() throws IOException {
    long sum = 0;
    for (MemberProcess member : members) {
      sum += member.cpuNanos();
    }
    return sum;
  }

  int size() {
    return COUNT;
  }

  /** Waits until there is one. */
  int leader() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEADER_SECONDS);
    while (System.nanoTime() < end) {
      for (int member = 0; member < members.size(); member++) {
        if (members.get(member).leads()) {
          return member;
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new IllegalStateException("No server leads after " + LEADER_SECONDS + " s, see " + dir);
  }

  /** Waits until each hears all others. */
  void awaitWhole() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEADER_SECONDS);
    for (int member = 0; member < members.size(); member++) {
      while (members.get(member).ask("missing")[0] > 0) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "Server "
                  + (member + 1)
                  + " misses others after "
                  + LEADER_SECONDS
                  + " s, see "
                  + dir);
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  /** All of them, in order. */
  void stop() throws IOException {
    for (MemberProcess member : members) {
      member.close();
    }
    members.clear();
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
