// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.zeppelin.clustering.figures.Report;
import org.apache.zeppelin.clustering.real.FailoverBench;
import org.apache.zeppelin.clustering.real.NotesBench;
import org.apache.zeppelin.clustering.real.ServerBench;
import org.apache.zeppelin.clustering.real.StartBench;

/** What dev/bench.sh runs; its --help says what there is. */
public final class Main {

  private Main() {}

  /**
   * @param arguments what to measure, a directory that may be filled, how many rounds, text or
   *     json, and perhaps the directory of certificates
   */
  public static void main(String[] arguments) throws Exception {
    Path dir = Path.of(arguments[1]);
    Files.createDirectories(dir);
    int rounds = Integer.parseInt(arguments[2]);
    Optional<Path> certificates = Arrays.stream(arguments).skip(4).findFirst().map(Path::of);
    Report report = new Report();
    switch (arguments[0]) {
      case "metadata":
        new MetadataBench(dir, rounds, report).run(certificates);
        break;
      case "scale":
        new ScaleBench(dir, rounds, report).run();
        break;
      case "failover":
        new FailoverBench(dir, rounds, report).run();
        break;
      case "start":
        new StartBench(dir, rounds, report).run();
        break;
      case "notes":
        new NotesBench(dir, rounds, report).run();
        break;
      case "server":
        new ServerBench(dir, rounds, report).run();
        break;
      default:
        throw new IllegalArgumentException("There is nothing to measure as " + arguments[0]);
    }
    report.print(arguments[3].equals("json"));
  }
}
