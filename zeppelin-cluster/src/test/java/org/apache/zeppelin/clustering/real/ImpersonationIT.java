// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A process that runs as its user does so wherever the cluster starts it. */
public class ImpersonationIT {

  private static final int SERVERS = 2;
  private static final String SETTING = "sample";
  // Marks the process in place of changing its user, for which a machine would need that user.
  private static final String COMMAND = "env RUNS_AS=${ZEPPELIN_IMPERSONATE_USER} bash -c";
  private static final String LOGIN_RULES =
      String.join(
          "\n",
          "[users]",
          "ann = spring, admin",
          "[main]",
          "sessionManager = org.apache.shiro.web.session.mgt.DefaultWebSessionManager",
          "securityManager.sessionManager = $sessionManager",
          "shiro.loginUrl = /api/login",
          "[roles]",
          "admin = *",
          "[urls]",
          "/api/version = anon",
          "/** = authc",
          "");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void theUserGoesAlong() throws Exception {
    Path shiro = folder.newFile("shiro.ini").toPath();
    Files.writeString(shiro, LOGIN_RULES);
    try (RealCluster cluster =
        RealCluster.up(
            folder.newFolder("cluster").toPath(),
            SERVERS,
            "--shiro",
            shiro.toString(),
            "--set",
            "zeppelin.cluster.placement.policy=spread")) {
      RealCluster ann = cluster.as(SERVERS, "ann", "spring");
      ann.awaitOnline(SERVERS);
      for (int server = 1; server <= SERVERS; server++) {
        impersonate(ann, server);
      }
      // Isolated per note: two processes, one on each server, both asked for on the first.
      String firstPid = ann.run(1, "%sample pid").success();
      String secondPid = ann.run(1, "%sample pid").success();
      assertEquals(2, ann.processes(1).size());
      for (String pid : new String[] {firstPid, secondPid}) {
        String environment = Files.readString(Path.of("/proc", pid, "environ"));
        assertTrue("pid " + pid, environment.contains("RUNS_AS=ann\0"));
      }
    }
  }

  private static void impersonate(RealCluster user, int server) throws Exception {
    JsonObject setting = user.get(server, "/interpreter/setting/" + SETTING).getAsJsonObject();
    JsonObject option = setting.getAsJsonObject("option");
    option.addProperty("perUser", "isolated");
    option.addProperty("perNote", "isolated");
    option.addProperty("isUserImpersonate", true);
    JsonObject command = new JsonObject();
    command.addProperty("name", "ZEPPELIN_IMPERSONATE_CMD");
    command.addProperty("value", COMMAND);
    command.addProperty("type", "string");
    setting.getAsJsonObject("properties").add("ZEPPELIN_IMPERSONATE_CMD", command);
    user.put(server, "/interpreter/setting/" + SETTING, setting);
  }
}
