// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.zeppelin.clustering.figures.Report;
import org.apache.zeppelin.clustering.figures.Samples;

/**
 * How long a user of three servers waits for the first result of a paragraph, whose process starts
 * on another server than the user's, and for the following ones; beside one plain Zeppelin.
 */
public final class StartBench {

  private static final int WARM_UPS = 3;
  private static final int WARM_RUNS = 100;
  private static final String SETTING = "md";
  private static final String LABELS = "zeppelin.cluster.placement.labels";
  private static final String PLAIN = "a plain Zeppelin";
  private static final String FIRST = "first %md paragraph, process started";
  private static final String WARM = "warm %md paragraph, process on another server";

  private final Path dir;
  private final int rounds;
  private final Report report;

  public StartBench(Path dir, int rounds, Report report) {
    this.dir = dir;
    this.rounds = rounds;
    this.report = report;
  }

  /** Starts and ends its servers. */
  public void run() throws Exception {
    try (RealCluster plain =
            RealCluster.up(dir.resolve("plain"), 1, RealCluster.USUAL_JVMS, "--fresh", "--plain");
        RealCluster cluster =
            RealCluster.up(
                dir.resolve("cluster"),
                3,
                RealCluster.USUAL_JVMS,
                "--fresh",
                "--set",
                "2:zeppelin.cluster.labels=there")) {
      cluster.awaitOnline(3);
      // The user is on the first server, and the process on the second.
      cluster.changeSetting(1, SETTING, StartBench::elsewhere);
      ServedNote plainNote = new ServedNote(plain, 1, "start");
      ServedNote note = new ServedNote(cluster, 1, "start");
      try (Watcher plainUser = plainNote.watcher(1);
          Watcher user = note.watcher(1)) {
        for (int i = 0; i < WARM_UPS; i++) {
          first(plain, plainNote, plainUser);
          first(cluster, note, user);
          warm(plainNote, plainUser);
          warm(note, user);
        }
        System.err.println("warmed up with " + WARM_UPS + " starts, and 100 runs after each");
        for (int round = 0; round < rounds; round++) {
          double plainFirst = first(plain, plainNote, plainUser);
          report.add(FIRST, "ms", first(cluster, note, user), PLAIN, plainFirst);
          double plainWarm = warm(plainNote, plainUser);
          report.add(WARM, "ms", warm(note, user), PLAIN, plainWarm);
        }
      }
    }
    report.atMostTimes(FIRST, 1.10);
    report.atMostTimes(WARM, 1.15);
  }

  private static void elsewhere(JsonObject setting) {
    JsonObject property = new JsonObject();
    property.addProperty("name", LABELS);
    property.addProperty("value", "there");
    property.addProperty("type", "string");
    setting.getAsJsonObject("properties").add(LABELS, property);
  }

  private static double first(RealCluster cluster, ServedNote note, Watcher user)
      throws IOException, InterruptedException {
    cluster.put(1, "/interpreter/setting/restart/" + SETTING, null);
    return ServedNote.millis(note.run(user));
  }

  private static double warm(ServedNote note, Watcher user)
      throws IOException, InterruptedException {
    long[] nanos = new long[WARM_RUNS];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = note.run(user);
    }
    return new Samples(nanos).median();
  }
}
