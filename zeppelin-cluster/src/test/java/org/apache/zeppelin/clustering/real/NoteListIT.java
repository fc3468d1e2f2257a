// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The list of notes is the same on every server, and in every browser. */
public class NoteListIT {

  private static final int SERVERS = 3;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;

  @BeforeClass
  public static void up() throws Exception {
    Path dir = FOLDER.newFolder("cluster").toPath();
    cluster = RealCluster.up(dir, SERVERS);
    cluster.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Paths by id. */
  private static Map<String, String> list(int server) throws IOException, InterruptedException {
    Map<String, String> paths = new TreeMap<>();
    for (JsonElement note : cluster.get(server, "/notebook").getAsJsonArray()) {
      JsonObject info = note.getAsJsonObject();
      paths.put(info.get("id").getAsString(), info.get("path").getAsString());
    }
    return paths;
  }

  private static void awaitList(Predicate<Map<String, String>> fits) throws Exception {
    for (int server = 1; server <= SERVERS; server++) {
      int asked = server;
      cluster.await("the list on server " + server, () -> list(asked), fits);
    }
    Map<String, String> first = list(1);
    for (int server = 2; server <= SERVERS; server++) {
      assertEquals("on server " + server, first, list(server));
    }
  }

  private static void rename(int server, String note, String path) throws Exception {
    cluster.put(server, "/notebook/" + note + "/rename", Map.of("name", path));
  }

  @Test
  public void madeRenamedAndRemovedOnAnyServer() throws Exception {
    String note = cluster.note(1, "one");
    awaitList(paths -> "/one".equals(paths.get(note)));
    rename(2, note, "folder/two");
    awaitList(paths -> "/folder/two".equals(paths.get(note)));
    String clone = cluster.post(3, "/notebook/" + note, Map.of("name", "three")).getAsString();
    awaitList(paths -> paths.containsKey(clone));
    cluster.delete(1, "/notebook/" + note);
    awaitList(paths -> !paths.containsKey(note));
    cluster.delete(2, "/notebook/" + clone);
    awaitList(paths -> !paths.containsKey(clone));
  }

  @Test
  public void aNameIsTakenOnAllServers() throws Exception {
    String note = cluster.note(1, "taken");
    for (int server = 1; server <= SERVERS; server++) {
      JsonObject body = new JsonObject();
      body.addProperty("name", "taken");
      body.addProperty("notePath", "/taken");
      String said = cluster.refused(server, "/notebook", body);
      assertEquals(said, true, said.contains("taken"));
    }
    assertEquals(1, list(2).values().stream().filter("/taken"::equals).count());
    cluster.delete(3, "/notebook/" + note);
  }

  @Test
  public void browsersOfOtherServersSeeTheNewList() throws Exception {
    String open = cluster.note(1, "open");
    try (Browser browser = Browser.open(cluster, 2, open)) {
      int before = browser.heard("NOTES_INFO").size();
      String note = cluster.note(3, "seen");
      cluster.await(
          "the list in the browser",
          () -> browser.heard("NOTES_INFO"),
          lists -> lists.size() > before && lists.get(lists.size() - 1).toString().contains(note));
    }
  }

  @Test
  public void aServerThatWasAwayHasTheTruth() throws Exception {
    String before = cluster.note(1, "before");
    awaitList(paths -> paths.containsKey(before));
    cluster.script("kill", "3");
    String during = cluster.note(2, "during");
    cluster.delete(1, "/notebook/" + before);
    cluster.script("start", "3");
    cluster.awaitOnline(SERVERS);
    awaitList(paths -> paths.containsKey(during) && !paths.containsKey(before));
  }
}
