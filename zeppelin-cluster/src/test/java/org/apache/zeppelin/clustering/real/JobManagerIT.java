// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The job manager page of any server shows the jobs of all. */
public class JobManagerIT {

  private static final int SERVERS = 3;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;

  @BeforeClass
  public static void up() throws Exception {
    cluster =
        RealCluster.up(
            FOLDER.newFolder("cluster").toPath(),
            SERVERS,
            "--set",
            "zeppelin.jobmanager.enable=true");
    cluster.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** What a list of jobs says of the note's first paragraph; empty when it does not name it. */
  private static List<String> statuses(JsonObject list, String noteId) {
    List<String> statuses = new ArrayList<>();
    for (JsonElement each : list.getAsJsonArray("jobs")) {
      JsonObject job = each.getAsJsonObject();
      if (job.get("noteId").getAsString().equals(noteId) && job.has("paragraphs")) {
        JsonObject first = job.getAsJsonArray("paragraphs").get(0).getAsJsonObject();
        statuses.add(first.get("status").getAsString());
      }
    }
    return statuses;
  }

  private static List<String> told(Browser page, String op, String part, String noteId) {
    List<String> statuses = new ArrayList<>();
    page.heard(op).forEach(data -> statuses.addAll(statuses(data.getAsJsonObject(part), noteId)));
    return statuses;
  }

  private static void awaitRest(String path, String noteId, Predicate<List<String>> fits)
      throws IOException, InterruptedException {
    for (int server = 1; server <= SERVERS; server++) {
      int asked = server;
      cluster.await(
          "jobs of " + noteId + " on server " + server,
          () -> statuses(cluster.get(asked, path).getAsJsonObject(), noteId),
          fits);
    }
  }

  @Test
  public void aRunOnOneServerIsShownOnEveryServer() throws Exception {
    String note = cluster.note(1, "runs-" + System.nanoTime());
    String paragraph = cluster.paragraph(1, note, "%sample sleep 15000");
    try (Browser page = Browser.open(cluster, 3, cluster.note(3, "other-" + System.nanoTime()))) {
      page.say("LIST_NOTE_JOBS", new JsonObject());
      cluster.await(
          "the page opens",
          () -> told(page, "LIST_NOTE_JOBS", "noteJobs", note),
          statuses -> statuses.equals(List.of("READY")));
      cluster.start(1, note, paragraph);
      cluster.await(
          "the page hears that it runs",
          () -> told(page, "LIST_UPDATE_NOTE_JOBS", "noteRunningJobs", note),
          statuses -> statuses.contains("RUNNING"));
      awaitRest("/notebook/jobmanager/", note, List.of("RUNNING")::equals);
      try (Browser later = Browser.open(cluster, 2, cluster.note(2, "b-" + System.nanoTime()))) {
        later.say("LIST_NOTE_JOBS", new JsonObject());
        cluster.await(
            "a page that opens now",
            () -> told(later, "LIST_NOTE_JOBS", "noteJobs", note),
            statuses -> statuses.equals(List.of("RUNNING")));
      }
      cluster.await(
          "the page hears of its end",
          () -> told(page, "LIST_UPDATE_NOTE_JOBS", "noteRunningJobs", note),
          statuses -> statuses.contains("FINISHED"));
      awaitRest("/notebook/jobmanager/1/", note, List.of("FINISHED")::equals);
    }
    for (int server = 2; server <= SERVERS; server++) {
      assertFalse(cluster.log(server).contains("This server owns note " + note));
    }
  }

  @Test
  public void aNoteThatNobodyHasOpenIsShownFromTheStorage() throws Exception {
    String note = cluster.note(2, "closed-" + System.nanoTime(), "%sample echo x");
    cluster.script("kill", "2");
    try {
      cluster.await(
          "the note is nobody's, and shown",
          () -> statuses(cluster.get(3, "/notebook/jobmanager/").getAsJsonObject(), note),
          List.of("READY")::equals);
    } finally {
      cluster.script("start", "2");
      cluster.awaitOnline(SERVERS);
    }
  }
}
