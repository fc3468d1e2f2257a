// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Where processes come to run on real servers, policy by policy, and what limits say. */
public class PoliciesIT {

  private static final int SERVERS = 2;
  private static final String SETTING = "sample";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private RealCluster up(String... settings) throws Exception {
    return up(SERVERS, settings);
  }

  private RealCluster up(int servers, String... settings) throws Exception {
    List<String> options = new ArrayList<>();
    for (String setting : settings) {
      options.add("--set");
      options.add(setting);
    }
    RealCluster cluster =
        RealCluster.up(folder.newFolder().toPath(), servers, options.toArray(new String[0]));
    try {
      cluster.awaitOnline(servers);
      cluster.changeOption(servers, SETTING, option -> option.addProperty("perNote", "isolated"));
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private static List<String> managers(RealCluster cluster) throws Exception {
    return cluster.processes(1).stream()
        .map(p -> p.get("server").getAsString())
        .collect(Collectors.toList());
  }

  private static String id(RealCluster cluster, int server) throws Exception {
    JsonObject view = cluster.servers(1).get(server - 1);
    return view.get("id").getAsString();
  }

  @Test
  public void spreadUsesEveryServerAndAUserHasHisLimit() throws Exception {
    try (RealCluster cluster =
        up("zeppelin.cluster.placement.policy=spread", "zeppelin.cluster.placement.user.max=2")) {
      cluster.run(1, "%sample pid").success();
      cluster.run(1, "%sample pid").success();
      assertEquals(Set.of(id(cluster, 1), id(cluster, 2)), new HashSet<>(managers(cluster)));
      RealCluster.Outcome third = cluster.run(1, "%sample pid");
      assertEquals("ERROR", third.code);
      assertTrue(third.text, third.text.contains("anonymous"));
      assertEquals(2, cluster.processes(1).size());
    }
  }

  @Test
  public void localFirstStaysUntilTheServerIsFull() throws Exception {
    try (RealCluster cluster =
        up("zeppelin.cluster.placement.policy=local-first", "zeppelin.cluster.placement.max=1")) {
      cluster.run(2, "%sample pid").success();
      assertEquals(List.of(id(cluster, 2)), managers(cluster));
      cluster.run(2, "%sample pid").success();
      assertEquals(Set.of(id(cluster, 1), id(cluster, 2)), new HashSet<>(managers(cluster)));
    }
  }

  @Test
  public void packFillsOneServer() throws Exception {
    try (RealCluster cluster = up("zeppelin.cluster.placement.policy=pack")) {
      cluster.run(1, "%sample pid").success();
      cluster.run(2, "%sample pid").success();
      cluster.run(1, "%sample pid").success();
      assertEquals(1, new HashSet<>(managers(cluster)).size());
      assertEquals(3, cluster.processes(2).size());
    }
  }

  @Test
  public void leastLoadedGivesFiveServersWhatTheirWeightsSay() throws Exception {
    int servers = 5;
    try (RealCluster cluster =
        up(
            servers,
            "zeppelin.cluster.placement.policy=least-loaded",
            "zeppelin.cluster.placement.weight.cpu=0",
            "zeppelin.cluster.placement.weight.memory=0",
            "1:zeppelin.cluster.weight=2")) {
      for (int run = 1; run <= servers + 1; run++) {
        cluster.run(1 + run % servers, "%sample pid").success();
      }
      Map<Integer, Integer> processes = new TreeMap<>();
      for (String manager : managers(cluster)) {
        processes.merge(cluster.numberOf(1, manager), 1, Integer::sum);
      }
      assertEquals(Map.of(1, 2, 2, 1, 3, 1, 4, 1, 5, 1), processes);
      for (int server = 2; server <= servers; server++) {
        assertEquals(servers + 1, cluster.processes(server).size());
      }
    }
  }

  @Test
  public void aServerShowsTheWebPageOfAProcessThatAnotherManages() throws Exception {
    String page = "http://localhost:4040";
    try (RealCluster cluster = up("zeppelin.cluster.placement.policy=pack")) {
      cluster.run(1, "%sample pid").success();
      int manager = cluster.numberOf(1, managers(cluster).get(0));
      int other = 3 - manager;
      JsonObject session =
          cluster.post(other, "/session?interpreter=sample", null).getAsJsonObject();
      String id = session.get("sessionId").getAsString();
      String note = session.get("noteId").getAsString();
      String paragraph = cluster.paragraph(other, note, "%sample url " + page);
      cluster.run(other, note, paragraph + "?sessionId=" + id).success();
      assertEquals(List.of(id(cluster, manager), id(cluster, manager)), managers(cluster));
      cluster.await(
          "the page is shown where the session is",
          () -> cluster.get(other, "/session/" + id).getAsJsonObject(),
          shown -> shown.has("weburl") && page.equals(shown.get("weburl").getAsString()));
      for (int server = 1; server <= SERVERS; server++) {
        assertEquals(
            1,
            cluster.processes(server).stream()
                .filter(p -> p.get("interpreterGroupId").getAsString().equals(id))
                .filter(p -> page.equals(p.get("webUrl").getAsString()))
                .count());
      }
    }
  }
}
