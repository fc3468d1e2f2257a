// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run of dev/chaos.sh, in namespaces of its own or with proxies instead of them. Ends with 0
 * when all that was looked at is as promised, with 1 when something is not, and with 2 when that
 * could not be found out.
 */
public final class Main {

  private static final boolean PROXIES = Boolean.getBoolean("chaos.proxies");

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(end(arguments));
  }

  private static int end(String[] arguments) {
    Findings findings = new Findings();
    try {
      Options options = Options.of(arguments);
      List<Fault> schedule =
          Schedule.of(options.seed, options.servers, options.seconds * 1_000L, options.kinds);
      System.out.printf(
          "seed %d, %d servers, %d s of faults:%n", options.seed, options.servers, options.seconds);
      schedule.forEach(f -> System.out.println("  " + f));
      if (options.plan) {
        return 0;
      }
      Path dir = Path.of(System.getProperty("chaos.dir"));
      String script = System.getProperty("cluster.script");
      try (Network network = PROXIES ? proxies(options, dir) : Namespaces.make(options.servers)) {
        Disks disks = PROXIES ? LockedFolders.in(dir) : new SmallDisks();
        Stream.of(network.remark(), disks.remark())
            .filter(r -> !r.isEmpty())
            .forEach(findings::say);
        TestServers servers = new TestServers(script, dir, options.servers, network);
        try {
          servers.up(System.getProperty("cluster.zeppelin", ""), disks);
          new Trial(options, schedule, network, disks, servers, findings).run();
        } finally {
          // Nothing of them is needed: an orderly end of a whole cluster only takes its time.
          servers.killAll();
        }
      }
    } catch (IllegalArgumentException e) {
      System.err.println("dev/chaos.sh: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      System.err.println("dev/chaos.sh: this was not found out: " + e);
      e.printStackTrace();
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 2;
    } catch (RuntimeException | LinkageError e) {
      // Not 1, which the JVM would end with: that is a verdict.
      e.printStackTrace();
      return 2;
    }
    return findings.clean() ? 0 : 1;
  }

  private static Network proxies(Options options, Path dir) throws IOException {
    return Proxies.make(options.servers, dir, TestServers.RAFT_PORT, options.seed);
  }
}
