// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A scheduled note runs once for each point of its schedule, whoever is alive. */
public class CronIT {

  private static final int SERVERS = 3;
  private static final long PERIOD_MILLIS = 10_000;
  private static final String EVERY_PERIOD = "0/10 * * * * ?";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;
  private static RealCluster ann;

  @BeforeClass
  public static void up() throws Exception {
    Path shiro = FOLDER.newFile("shiro.ini").toPath();
    // Zeppelin 0.12 schedules nothing where nobody has to say who he is.
    Files.writeString(shiro, BindingModesIT.LOGIN_RULES);
    cluster =
        RealCluster.up(
            FOLDER.newFolder("cluster").toPath(),
            SERVERS,
            "--shiro",
            shiro.toString(),
            "--set",
            "zeppelin.notebook.cron.enable=true");
    ann = cluster.as(SERVERS, "ann", "spring");
    ann.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** A note that leaves a line in a file each time that it runs. */
  private static final class Scheduled {
    private final Path file;
    private final String id;

    Scheduled(int server) throws Exception {
      file = FOLDER.getRoot().toPath().resolve("ran-" + System.nanoTime());
      id = ann.note(server, "scheduled-" + System.nanoTime(), "%sample append " + file + " ran");
    }

    /** Through REST, of any server. */
    void schedule(int server) throws Exception {
      JsonObject cron = new JsonObject();
      cron.addProperty("cron", EVERY_PERIOD);
      cron.addProperty("releaseResource", false);
      ann.post(server, "/notebook/cron/" + id, cron);
    }

    int runs() throws IOException {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    int awaitRuns(int more) throws Exception {
      int wanted = runs() + more;
      return cluster.await(wanted + " runs", this::runs, runs -> runs >= wanted);
    }

    /** The points of the schedule for which it was run, on which server each; of all logs. */
    List<Firing> firings() throws IOException {
      return said("Note " + id + " fires here for (\\d+)");
    }

    private List<Firing> said(String line) throws IOException {
      List<Firing> firings = new ArrayList<>();
      for (int server = 1; server <= SERVERS; server++) {
        Matcher said = Pattern.compile(line).matcher(ann.log(server));
        while (said.find()) {
          firings.add(new Firing(Long.parseLong(said.group(1)), server));
        }
      }
      Collections.sort(firings);
      return firings;
    }

    /**
     * Each point of the schedule since the first had its run, and none had two. One that came while
     * the note was still running, as on a busy machine, is left out once.
     */
    void assertEachOnce() throws IOException {
      List<Firing> points = firings();
      points.addAll(said("Note " + id + " does not fire for (\\d+): it is still running"));
      Collections.sort(points);
      for (int i = 1; i < points.size(); i++) {
        assertEquals(points.toString(), PERIOD_MILLIS, points.get(i).time - points.get(i - 1).time);
      }
    }

    /** As many runs as firings, once the last has come to its end. */
    void awaitAsManyRunsAsFirings() throws Exception {
      cluster.await(
          "as many runs as firings",
          () -> runs() - firings().size(),
          difference -> difference == 0);
    }
  }

  private static final class Firing implements Comparable<Firing> {
    private final long time;
    private final int server;

    private Firing(long time, int server) {
      this.time = time;
      this.server = server;
    }

    @Override
    public int compareTo(Firing other) {
      return Long.compare(time, other.time);
    }

    @Override
    public String toString() {
      return time + " on " + server;
    }
  }

  @Test
  public void itRunsOnceForEachPointOfItsScheduleAlsoWhenItsOwnerDies() throws Exception {
    Scheduled note = new Scheduled(1);
    // Not the owner's: the call goes there, and the others hear of it.
    note.schedule(2);
    note.awaitRuns(3);
    note.assertEachOnce();
    note.awaitAsManyRunsAsFirings();
    List<Firing> before = note.firings();
    int owner = before.get(before.size() - 1).server;
    assertEquals(before.toString(), 1, owner);
    // Just after a run, so that it is for the next firing that it dies.
    note.awaitRuns(1);
    cluster.script("kill", String.valueOf(owner));
    try {
      note.awaitRuns(3);
      note.awaitAsManyRunsAsFirings();
      note.assertEachOnce();
      List<Firing> after = note.firings();
      assertTrue(after.toString(), after.get(after.size() - 1).server != owner);
    } finally {
      cluster.script("start", String.valueOf(owner));
      cluster.asSoonAsPossible(SERVERS, "ann", "spring").awaitOnline(SERVERS);
    }
  }

  @Test
  public void itRunsNoMoreWhenItsScheduleIsTakenAwayOrItIsInTheTrash() throws Exception {
    ann = cluster.as(SERVERS, "ann", "spring");
    Scheduled clock = new Scheduled(3);
    Scheduled taken = new Scheduled(2);
    Scheduled removed = new Scheduled(2);
    for (Scheduled each : List.of(clock, taken, removed)) {
      each.schedule(1);
    }
    for (Scheduled each : List.of(clock, taken, removed)) {
      each.awaitRuns(1);
    }
    ann.delete(3, "/notebook/cron/" + taken.id);
    ann.delete(1, "/notebook/" + removed.id);
    taken.awaitAsManyRunsAsFirings();
    removed.awaitAsManyRunsAsFirings();
    int takenRuns = taken.runs();
    int removedRuns = removed.runs();
    clock.awaitRuns(2);
    assertEquals(takenRuns, taken.runs());
    assertEquals(removedRuns, removed.runs());
  }
}
