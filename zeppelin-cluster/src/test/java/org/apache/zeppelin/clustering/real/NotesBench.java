// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.figures.Report;
import org.apache.zeppelin.clustering.figures.Samples;

/**
 * What it costs that a note's user is on another server than the note's owner: for runs, for edits
 * of others, in CPU, and with many users; beside one plain Zeppelin in the same round.
 */
public final class NotesBench {

  private static final int SERVERS = 3;
  private static final int RUNS = 100;
  private static final int EDITS = 500;
  private static final String PLAIN = "a plain Zeppelin";
  private static final String RUN = "warm %md paragraph through another server";
  private static final String OWN_RUN = "warm %md paragraph through the owner";
  private static final String EDIT = "edit on the owner, seen on another server";
  private static final String FAR_EDIT = "edit on a second server, seen on a third";
  private static final String CPU = "CPU of all servers for an edit and its sight";

  private final Path dir;
  private final int rounds;
  private final Report report;

  public NotesBench(Path dir, int rounds, Report report) {
    this.dir = dir;
    this.rounds = rounds;
    this.report = report;
  }

  /** Starts and ends its servers. */
  public void run() throws Exception {
    try (RealCluster plain =
            RealCluster.up(dir.resolve("plain"), 1, RealCluster.USUAL_JVMS, "--fresh", "--plain");
        RealCluster cluster =
            RealCluster.up(dir.resolve("cluster"), SERVERS, RealCluster.USUAL_JVMS, "--fresh")) {
      cluster.awaitOnline(SERVERS);
      oneNote(plain, cluster);
      for (int round = 0; round < rounds; round++) {
        crowd(plain, 1, "200 browsers of one plain server");
        crowd(cluster, SERVERS, "200 browsers of each of three servers");
      }
    }
    report.atMostTimes(RUN, 1.25);
    report.atMostMore(RUN, 2);
    report.atMost(EDIT + ", 99th", 50);
    report.atMost(FAR_EDIT + ", 99th", 50);
    report.atMost("200 browsers of each of three servers: edit, 99th", 200);
  }

  private void oneNote(RealCluster plain, RealCluster cluster)
      throws IOException, InterruptedException {
    ServedNote plainNote = new ServedNote(plain, 1, "notes");
    ServedNote note = new ServedNote(cluster, 1, "notes");
    try (Watcher plainUser = plainNote.watcher(1);
        Watcher plainOther = plainNote.watcher(1);
        Watcher atOwner = note.watcher(1);
        Watcher second = note.watcher(2);
        Watcher third = note.watcher(3)) {
      for (int i = 0; i < 3; i++) {
        runs(plainNote, plainUser);
        runs(note, atOwner);
        runs(note, second);
        edits(plainNote, plainUser, plainOther);
        edits(note, atOwner, second);
        edits(note, second, third);
      }
      System.err.println("warmed up with 300 runs and 1500 edits each");
      for (int round = 0; round < rounds; round++) {
        double plainRun = runs(plainNote, plainUser);
        report.add(OWN_RUN, "ms", runs(note, atOwner), PLAIN, plainRun);
        report.add(RUN, "ms", runs(note, second), PLAIN, plainRun);
        long begin = ServedNote.cpuNanos(plain, 1);
        Samples plainEdits = edits(plainNote, plainUser, plainOther);
        double plainCpu = ServedNote.millis(ServedNote.cpuNanos(plain, 1) - begin) / EDITS;
        edits(EDIT, edits(note, atOwner, second), plainEdits);
        begin = cpuNanos(cluster);
        edits(FAR_EDIT, edits(note, second, third), plainEdits);
        double cpu = ServedNote.millis(cpuNanos(cluster) - begin) / EDITS;
        report.add(CPU, "ms", cpu, PLAIN, plainCpu);
      }
    }
  }

  private static long cpuNanos(RealCluster cluster) throws IOException, InterruptedException {
    long sum = 0;
    for (int server = 1; server <= SERVERS; server++) {
      sum += ServedNote.cpuNanos(cluster, server);
    }
    return sum;
  }

  private void edits(String name, Samples edits, Samples plain) {
    report.add(name + ", median", "ms", edits.median(), PLAIN, plain.median());
    report.add(name + ", 99th", "ms", edits.percentile(99), PLAIN, plain.percentile(99));
  }

  private static double runs(ServedNote note, Watcher user)
      throws IOException, InterruptedException {
    long[] nanos = new long[RUNS];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = note.run(user);
    }
    return new Samples(nanos).median();
  }

  private static Samples edits(ServedNote note, Watcher by, Watcher seenBy)
      throws IOException, InterruptedException {
    long[] nanos = new long[EDITS];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = note.edit(by, seenBy);
    }
    return new Samples(nanos);
  }

  private void crowd(RealCluster cluster, int servers, String name)
      throws IOException, InterruptedException {
    List<JsonObject> tickets = new ArrayList<>();
    for (int server = 1; server <= servers; server++) {
      tickets.add(cluster.get(server, "/security/ticket").getAsJsonObject());
    }
    try (Crowd crowd = new Crowd(cluster, HttpClient.newHttpClient(), tickets)) {
      Samples edits = crowd.edit();
      report.add(name + ": edit, median", "ms", edits.median());
      report.add(name + ": edit, 99th", "ms", edits.percentile(99));
    }
  }
}
