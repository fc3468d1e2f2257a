// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a process says when it cannot start stands in the paragraph, for each server that tried. */
public class LaunchErrorIT {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void theProcessesOwnWordsAreShown() throws Exception {
    Path runner = folder.newFile("runner.sh").toPath();
    Files.writeString(runner, "#!/bin/sh\necho 'there is no java on this host' >&2\nexit 3\n");
    Files.setPosixFilePermissions(runner, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (RealCluster cluster =
        RealCluster.up(
            folder.newFolder("cluster").toPath(),
            2,
            "--set",
            "zeppelin.interpreter.remoterunner=" + runner)) {
      cluster.awaitOnline(2);
      RealCluster.Outcome outcome = cluster.run(1, "%sample pid");
      assertEquals("ERROR", outcome.code);
      assertTrue(outcome.text, outcome.text.contains("there is no java on this host"));
      for (JsonObject server : cluster.servers(2)) {
        String id = server.get("id").getAsString();
        assertTrue(id + " is missing in " + outcome.text, outcome.text.contains(id + ": "));
      }
      assertTrue(cluster.processes(2).isEmpty());
    }
  }
}
