// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Interpreter settings and repositories, changed on any of three real servers. */
public class SettingsIT {

  private static final int SERVERS = 3;
  private static final String SHOW = "%made property colour";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;

  @BeforeClass
  public static void up() throws Exception {
    cluster = RealCluster.up(FOLDER.newFolder("cluster").toPath(), SERVERS);
    cluster.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static void make(int server, String name) throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("name", name);
    body.addProperty("group", "sample");
    body.add("properties", new JsonObject());
    body.add("dependencies", new JsonArray());
    JsonObject option = new JsonObject();
    option.addProperty("remote", true);
    option.addProperty("perNote", "shared");
    option.addProperty("perUser", "shared");
    body.add("option", option);
    String made =
        cluster
            .post(server, "/interpreter/setting", body)
            .getAsJsonObject()
            .get("id")
            .getAsString();
    assertEquals(name, made);
    for (int each = 1; each <= SERVERS; each++) {
      await(each, name, setting -> setting != null);
    }
  }

  private static void property(JsonObject setting, String name, String value) {
    JsonObject property = new JsonObject();
    property.addProperty("name", name);
    property.addProperty("value", value);
    property.addProperty("type", "string");
    setting.getAsJsonObject("properties").add(name, property);
  }

  private static String propertyOf(JsonObject setting, String name) {
    JsonElement property = setting.getAsJsonObject("properties").get(name);
    return property == null ? "" : property.getAsJsonObject().get("value").getAsString();
  }

  /** What the server lists, where Zeppelin 404s without a body. */
  private static JsonObject listed(int server, String name)
      throws IOException, InterruptedException {
    for (JsonElement each : cluster.get(server, "/interpreter/setting").getAsJsonArray()) {
      if (each.getAsJsonObject().get("id").getAsString().equals(name)) {
        return each.getAsJsonObject();
      }
    }
    return null;
  }

  private static JsonObject await(int server, String name, Predicate<JsonObject> fits)
      throws IOException, InterruptedException {
    return cluster.await(name + " on server " + server, () -> listed(server, name), fits);
  }

  @Test
  public void oneIsMadeChangedAndRemovedOnDifferentServers() throws Exception {
    make(1, "made");
    String before = cluster.run(2, "%made pid").success();
    assertEquals(before, cluster.run(3, "%made pid").success());

    assertEquals("none", cluster.run(1, SHOW).success());

    cluster.changeSetting(3, "made", setting -> property(setting, "colour", "green"));
    for (int server = 1; server <= SERVERS; server++) {
      await(server, "made", setting -> propertyOf(setting, "colour").equals("green"));
      assertEquals("green", cluster.run(server, SHOW).success());
    }
    String after = cluster.run(1, "%made pid").success();
    assertNotEquals(before, after);

    cluster.delete(2, "/interpreter/setting/made");
    assertTrue(
        cluster.processes(2).stream()
            .noneMatch(p -> p.get("setting").getAsString().equals("made")));
    for (int server = 1; server <= SERVERS; server++) {
      await(server, "made", setting -> setting == null);
    }
    assertEquals("ERROR", cluster.run(3, "%made pid").code);

    // The name is free again, everywhere.
    make(3, "made");
    assertNotEquals(after, cluster.run(1, "%made pid").success());
    cluster.delete(1, "/interpreter/setting/made");
  }

  @Test
  public void aNameIsTakenOnAllServers() throws Exception {
    make(2, "taken");
    JsonObject again = new JsonObject();
    again.addProperty("name", "taken");
    again.addProperty("group", "sample");
    again.add("properties", new JsonObject());
    again.add("dependencies", new JsonArray());
    again.add("option", new JsonObject());
    String said = cluster.refused(3, "/interpreter/setting", again);
    assertTrue(said, said.contains("Interpreter taken already existed"));
    cluster.delete(1, "/interpreter/setting/taken");
  }

  @Test
  public void serversThatChangeDifferentSettingsAtOnceDoNotDisturbEachOther() throws Exception {
    List<String> names = List.of("at-once-1", "at-once-2", "at-once-3");
    for (String name : names) {
      make(1, name);
    }
    ExecutorService threads = Executors.newFixedThreadPool(SERVERS);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int server = 1; server <= SERVERS; server++) {
        int asked = server;
        work.add(
            () -> {
              for (int round = 1; round <= 5; round++) {
                String value = "round " + round;
                cluster.changeSetting(
                    asked, names.get(asked - 1), setting -> property(setting, "round", value));
              }
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (int server = 1; server <= SERVERS; server++) {
      for (String name : names) {
        await(server, name, setting -> propertyOf(setting, "round").equals("round 5"));
      }
    }
    for (String name : names) {
      cluster.delete(2, "/interpreter/setting/" + name);
    }
  }

  @Test
  public void aServerThatWasDownHasTheTruthWhenItIsBack() throws Exception {
    make(3, "stays");
    make(3, "goes");
    cluster.script("kill", "3");
    cluster.changeSetting(1, "stays", setting -> property(setting, "while", "down"));
    cluster.delete(2, "/interpreter/setting/goes");
    cluster.script("start", "3");
    cluster.awaitOnline(SERVERS);
    await(3, "stays", setting -> setting != null && propertyOf(setting, "while").equals("down"));
    await(3, "goes", setting -> setting == null);
    for (int server = 1; server <= 2; server++) {
      await(server, "goes", setting -> setting == null);
    }
    cluster.delete(3, "/interpreter/setting/stays");
    await(1, "stays", setting -> setting == null);
  }

  private static boolean hasRepository(int server, String id)
      throws IOException, InterruptedException {
    for (JsonElement each : cluster.get(server, "/interpreter/repository").getAsJsonArray()) {
      if (each.getAsJsonObject().get("id").getAsString().equals(id)) {
        return true;
      }
    }
    return false;
  }

  private static void awaitRepository(String id, boolean there) throws Exception {
    for (int server = 1; server <= SERVERS; server++) {
      int asked = server;
      cluster.await(
          id + " on server " + server, () -> hasRepository(asked, id), has -> has == there);
    }
  }

  @Test
  public void repositoriesAreTheSameEverywhere() throws Exception {
    Map<String, Object> repository =
        Map.of(
            "id", "ours",
            "url", "http://localhost:1/maven",
            "snapshot", true,
            "username", "ann",
            "password", "secret");
    cluster.post(1, "/interpreter/repository", repository);
    awaitRepository("ours", true);
    cluster.delete(3, "/interpreter/repository/ours");
    awaitRepository("ours", false);
    // One that each server brings itself.
    cluster.delete(2, "/interpreter/repository/central");
    awaitRepository("central", false);
    cluster.post(
        3,
        "/interpreter/repository",
        Map.of("id", "central", "url", "https://repo1.maven.org/maven2/", "snapshot", false));
    awaitRepository("central", true);
  }

  @Test
  public void aDependencyThatCannotBeHadIsShownOnEachServer() throws Exception {
    make(1, "lacks");
    cluster.changeSetting(
        2,
        "lacks",
        setting -> {
          JsonObject dependency = new JsonObject();
          dependency.addProperty("groupArtifactVersion", "/no/such/file.jar");
          setting.getAsJsonArray("dependencies").add(dependency);
        });
    for (int server = 1; server <= SERVERS; server++) {
      JsonObject setting =
          await(server, "lacks", s -> s.get("status").getAsString().equals("ERROR"));
      String reason = setting.get("errorReason").getAsString();
      assertTrue(reason, reason.contains("no/such/file.jar"));
    }
    assertEquals("still here", cluster.run(1, "%sample echo still here").success());
    cluster.delete(3, "/interpreter/setting/lacks");
    await(1, "lacks", setting -> setting == null);
  }
}
