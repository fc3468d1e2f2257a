// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Permissions and credentials that were there before the cluster are the cluster's. */
public class TakenOverIT {

  private static final String SECRET = "correct-horse-battery-staple";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void zeppelinsFilesAreTakenOverByACluster() throws Exception {
    Path shiro = folder.newFile("shiro.ini").toPath();
    Logins.write(shiro);
    Path dir = folder.newFolder("cluster").toPath();
    Path conf = dir.resolve("n1").resolve("conf");
    Path raft = dir.resolve("n1").resolve("raft");
    try (RealCluster cluster =
        RealCluster.up(
            dir,
            1,
            "--shiro",
            shiro.toString(),
            "--set",
            "zeppelin.credentials.encryptKey=0123456789abcdef")) {
      RealCluster ann = cluster.as(1, "ann", "spring");
      ann.awaitOnline(1);
      String note = ann.note(1, "kept");
      List<String> names = List.of("ann");
      ann.put(
          1,
          "/notebook/" + note + "/permissions",
          Map.of("owners", names, "readers", names, "writers", names, "runners", names));
      ann.put(1, "/credential", Map.of("entity", "db", "username", "annsdb", "password", SECRET));
      Path permissions = conf.resolve("notebook-authorization.json");
      ann.await("Zeppelin's own file", () -> Files.readString(permissions), t -> t.contains(note));
      Path credentials = conf.resolve("credentials.json");
      ann.await("Zeppelin's own file", () -> Files.exists(credentials), there -> there);
      assertTrue(Files.isDirectory(raft));
      assertFalse("in the log", holds(raft, SECRET) || holds(raft, "annsdb"));
      assertTrue("the log is looked at", holds(raft, note));

      // Without it, this is the first start of a cluster.
      cluster.script("kill", "1");
      delete(raft);
      cluster.script("start", "1");
      RealCluster again = cluster.as(1, "ann", "spring");
      RealCluster bob = cluster.as(1, "bob", "autumn");
      again.awaitOnline(1);
      again.await("it is taken over", () -> status(again, note), status -> status == 200);
      assertEquals(403, status(bob, note));
      again.await(
          "credentials are taken over",
          () -> again.get(1, "/credential").toString(),
          stored -> stored.contains("annsdb"));
      assertFalse("in the log", holds(raft, SECRET));

      String copy = copy(dir.resolve("notebook"), note);
      assertEquals(403, status(again, copy));
      again.get(1, "/notebook-repositories/reload");
      assertEquals(200, status(again, copy));
      assertEquals(200, status(bob, copy));
      assertEquals(403, status(bob, note));
    }
  }

  private static int status(RealCluster user, String note)
      throws IOException, InterruptedException {
    return user.call(1, "GET", "/notebook/" + note, null).statusCode();
  }

  private static List<Path> files(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toList());
    }
  }

  private static boolean holds(Path dir, String text) throws IOException {
    for (Path file : files(dir)) {
      if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
        return true;
      }
    }
    return false;
  }

  private static void delete(Path dir) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(dir)) {
      all = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }

  /** Puts the note into the storage once more, as an administrator would. */
  private static String copy(Path notebook, String note) throws IOException {
    String id = "2COPY" + note.substring(5);
    for (Path file : files(notebook)) {
      if (file.getFileName().toString().endsWith("_" + note + ".zpln")) {
        String text = Files.readString(file).replace(note, id);
        Files.writeString(file.resolveSibling("copied_" + id + ".zpln"), text);
        return id;
      }
    }
    throw new AssertionError("no file of note " + note + " in " + notebook);
  }
}
