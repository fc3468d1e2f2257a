// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A Zeppelin that was patched and built with -Pcluster: the hooks are in it, and no agent is. */
public class BuiltInIT {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static String zeppelin;

  @BeforeClass
  public static void build() throws Exception {
    Path script =
        Path.of(System.getProperty("cluster.script")).resolveSibling("build-zeppelin-0.10.0.sh");
    Path said = FOLDER.newFile("build.log").toPath();
    Process build = new ProcessBuilder(script.toString()).redirectError(said.toFile()).start();
    build.getOutputStream().close();
    zeppelin = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(Files.readString(said), 0, build.waitFor());
  }

  @Test
  public void threeServersAreOneWithoutAnAgent() throws Exception {
    try (RealCluster cluster =
        RealCluster.up(FOLDER.newFolder().toPath(), SERVERS, "--zeppelin", zeppelin)) {
      cluster.awaitOnline(SERVERS);
      assertNoAgent(cluster, SERVERS);
      String note = cluster.note(1, "built-in");
      String paragraph = cluster.paragraph(1, note, "%sample pid");
      Set<String> pids = new TreeSet<>();
      for (int server = 1; server <= SERVERS; server++) {
        pids.add(cluster.run(server, note, paragraph).success());
      }
      assertEquals("pids: " + pids, 1, pids.size());
      for (int server = 1; server <= SERVERS; server++) {
        assertEquals(pids, Set.of(cluster.process(server, SETTING).get("pid").getAsString()));
      }
    }
  }

  @Test
  public void withoutTheSettingItIsAPlainZeppelin() throws Exception {
    try (RealCluster plain =
        RealCluster.up(FOLDER.newFolder().toPath(), 1, "--plain", "--zeppelin", zeppelin)) {
      assertNoAgent(plain, 1);
      String pid = plain.run(1, "%sample pid").success();
      assertTrue(pid, ProcessHandle.of(Long.parseLong(pid)).isPresent());
      URI servers = URI.create(plain.url(1) + "/api/cluster/servers");
      assertEquals(
          404,
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(servers).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode());
    }
  }

  private static void assertNoAgent(RealCluster cluster, int servers)
      throws IOException, InterruptedException {
    JsonArray status = new Gson().fromJson(cluster.script("status", "--json"), JsonArray.class);
    assertEquals(status.toString(), servers, status.size());
    for (JsonElement server : status) {
      String pid = server.getAsJsonObject().get("pid").getAsString();
      String command = Files.readString(Path.of("/proc", pid, "cmdline"));
      assertTrue(command, command.contains("ZeppelinServer"));
      assertFalse(command, command.contains("-javaagent"));
    }
  }
}
