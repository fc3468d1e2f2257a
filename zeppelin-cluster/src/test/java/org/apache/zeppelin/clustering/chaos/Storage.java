// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fills and damages what servers keep on disk, and does what their messages then ask for. */
final class Storage {

  private static final int SYNC_SECONDS = 20;
  private static final int HEALTH_SECONDS = 25;
  private static final int CATCH_UP_SECONDS = 60;
  private static final int LONGEST_CUT = 2_000;
  private static final int PATIENCE_SECONDS = 30;

  private final TestServers servers;
  private final Disks disks;
  private final Health health;
  private final Leader leader;
  private final Findings findings;

  Storage(TestServers servers, Disks disks, Health health, Leader leader, Findings findings) {
    this.servers = servers;
    this.disks = disks;
    this.health = health;
    this.leader = leader;
    this.findings = findings;
  }

  /** Why disks cannot be full here; empty when they can. */
  String obstacle() {
    return disks.obstacle();
  }

  void fill(int server) throws IOException {
    disks.fill(servers.raftDir(server));
    findings.say("the disk of server " + server + " is full");
  }

  void free(int server) throws IOException {
    disks.free(servers.raftDir(server));
  }

  /** After its disk was full: a server may have ended, or need a restart, but says so. */
  void recover(int server, IntConsumer restart) {
    try {
      if (servers.pid(server) != 0 && health.awaitMember(server, HEALTH_SECONDS)) {
        findings.count("full disks that a server got over by itself");
        servers.away().remove(server);
        return;
      }
      findings.count("full disks that needed a restart");
      if (!Files.readString(servers.log(server)).contains("check the disk")) {
        findings.violation(
            "a full disk is said", "server " + server + " is no member any more and says nothing");
      }
      servers.kill(server);
      restart.accept(server);
    } catch (IOException e) {
      findings.violation("a full disk is said", "server " + server + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Damages a file of the server, which does not run, and starts it: it comes up, or says why not
   * and what to do.
   */
  void damage(int server, long choice, IntConsumer restart) {
    try {
      // What is damaged here may be the only other copy of what a server that is behind lacks.
      if (!health.awaitSame(others(server), SYNC_SECONDS)) {
        findings.count("damages left out");
        restart.accept(server);
        return;
      }
      String what = hurt(server, choice);
      findings.say("server " + server + ": " + what);
      long position = servers.logLength(server);
      try {
        servers.start(server);
        findings.count("damages that a server got over by itself");
      } catch (IOException e) {
        refused(server, servers.logSince(server, position) + e.getMessage(), what);
      }
      // Until it has all that it had, it must not be needed for a majority.
      if (!health.awaitCaughtUp(server, CATCH_UP_SECONDS)) {
        findings.violation(
            "a damaged server catches up", "server " + server + " has not after " + what);
      }
      findings.say("server " + server + " is whole again");
    } catch (IOException e) {
      findings.violation(
          "a damaged server comes back", "server " + server + ": " + Nemesis.brief(e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      servers.away().remove(server);
    }
  }

  private List<Integer> others(int server) {
    return servers.all().stream().filter(n -> n != server).collect(Collectors.toList());
  }

  private void refused(int server, String said, String what)
      throws IOException, InterruptedException {
    findings.count("damages that a server refused to start with");
    String why = Nemesis.brief(said);
    findings.say("server " + server + " refuses: " + why);
    if (!said.contains("does not start")
        || !said.contains("empty") && !said.contains("backup") && !said.contains("Restore")) {
      findings.violation(
          "a refusal says what to do", "server " + server + " after " + what + ": " + why);
    }
    // As it asks for: while a majority of the others runs, start empty.
    servers.kill(server);
    servers.wipe(server);
    ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    try {
      // As it asks for, too, when the leader does not send it all that it lacks.
      later.scheduleWithFixedDelay(
          () -> lead(server), PATIENCE_SECONDS, PATIENCE_SECONDS, TimeUnit.SECONDS);
      servers.start(server);
    } finally {
      later.shutdownNow();
    }
  }

  private void lead(int server) {
    try {
      if (leader.change(server)) {
        findings.count("leaders changed for a server that was emptied");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String hurt(int server, long choice) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(servers.raftDir(server))) {
      all.filter(Files::isRegularFile)
          .filter(f -> f.getFileName().toString().matches("log_.*|snapshot\\.[0-9_]+"))
          .sorted()
          .forEach(files::add);
    }
    if (files.isEmpty()) {
      return "there is nothing to damage";
    }
    Path file = files.get((int) (choice % files.size()));
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long used = used(bytes);
      String name = file.getFileName() + " of " + bytes.length() + " bytes, " + used + " used";
      if (choice / 8 % 3 == 0) {
        long left = Math.max(0, used - 1 - choice % LONGEST_CUT);
        bytes.setLength(left);
        return "truncated " + name + ", to " + left;
      }
      long position = used == 0 ? 0 : choice * 7919 % used;
      bytes.seek(position);
      int turned = bytes.read() ^ 1 << (int) (choice % 8);
      bytes.seek(position);
      bytes.write(turned);
      return "turned a bit at " + position + " of " + name;
    }
  }

  /** Up to the zeros that a log file ends with. */
  private static long used(RandomAccessFile file) throws IOException {
    byte[] all = new byte[(int) file.length()];
    file.readFully(all);
    int used = all.length;
    while (used > 0 && all[used - 1] == 0) {
      used--;
    }
    return used;
  }
}
