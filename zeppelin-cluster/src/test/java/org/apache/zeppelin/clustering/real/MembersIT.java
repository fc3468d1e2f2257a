// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A server is added to a cluster that runs, another leads, and the first one is removed. */
public class MembersIT {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private RealCluster cluster;

  private List<String> all(int asked, String field) throws IOException, InterruptedException {
    return cluster.servers(asked).stream()
        .map(server -> server.has(field) ? server.get(field).getAsString() : "-")
        .collect(Collectors.toList());
  }

  private String leader(int asked) throws IOException, InterruptedException {
    return cluster.servers(asked).stream()
        .filter(server -> server.get("leader").getAsBoolean())
        .map(server -> server.get("id").getAsString())
        .collect(Collectors.joining());
  }

  @Test
  public void aServerIsAddedAndTheFirstOneGoes() throws Exception {
    try (RealCluster up = RealCluster.up(folder.newFolder("cluster").toPath(), 3)) {
      cluster = up;
      cluster.awaitOnline(3);
      String note = cluster.note(1, "kept", "%sample echo before");
      String pid = cluster.run(1, "%sample pid").success();
      List<String> ids = all(1, "id");

      cluster.script("add");
      cluster.awaitOnline(4);
      assertEquals(List.of("voter", "voter", "voter", "listener"), all(4, "role"));
      assertEquals(pid, cluster.run(4, "%sample pid").success());
      String added = cluster.paragraph(4, note, "%sample echo of the fourth");
      assertTrue(cluster.paragraphIds(2, note).contains(added));
      assertTrue(
          cluster.refused(1, "/cluster/servers", Map.of("address", ids.get(0))),
          cluster
              .refused(1, "/cluster/leader", Map.of("server", all(1, "id").get(3)))
              .contains("listener"));

      String next = leader(1).equals(ids.get(1)) ? ids.get(2) : ids.get(1);
      cluster.post(4, "/cluster/leader", Map.of("server", next));
      cluster.await("it leads", () -> leader(4), next::equals);

      String first = ids.get(0);
      assertEquals(
          "one in use is not removed",
          409,
          cluster.call(2, "DELETE", "/cluster/servers/" + first, null).statusCode());
      cluster.script("drain", "1", "--wait", "60");
      cluster.script("remove", "1");
      cluster.await("three are left", () -> all(2, "id"), servers -> !servers.contains(first));
      assertEquals(List.of("voter", "voter", "voter"), all(2, "role"));
      cluster.await("it is told", () -> cluster.log(1), log -> log.contains("is no member of"));
      cluster.await(
          "it serves no note",
          () -> cluster.call(1, "GET", "/notebook/" + note, null).statusCode(),
          status -> status >= 400);

      cluster.script("stop", "1");
      IOException refusal = assertThrows(IOException.class, () -> cluster.script("start", "1"));
      assertTrue(
          refusal.getMessage(), refusal.getMessage().contains("Server " + first + " is no member"));
      for (int server = 2; server <= 4; server++) {
        assertEquals(pid, cluster.run(server, "%sample pid").success());
        assertTrue(cluster.paragraphIds(server, note).contains(added));
      }
      JsonObject address = cluster.get(3, "/cluster/address").getAsJsonObject();
      assertEquals(all(3, "id"), List.of(address.get("clusterAddr").getAsString().split(",")));
    }
  }
}
