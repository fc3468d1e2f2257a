// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A real server that may start nothing tells the user why, in the paragraph. */
public class PlacementIT {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;

  @BeforeClass
  public static void up() throws Exception {
    cluster =
        RealCluster.up(
            FOLDER.newFolder("cluster").toPath(),
            1,
            "--set",
            "zeppelin.cluster.placement.threshold.memory=0.0001",
            "--set",
            "zeppelin.cluster.placement.wait.ms=5000");
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  public void aStartThatWaitsSaysForWhatAndFailsInTheEnd() throws Exception {
    String note = cluster.note(1, "wait");
    String paragraph = cluster.paragraph(1, note, "%sample pid");
    cluster.post(1, "/notebook/job/" + note + "/" + paragraph, null);
    String path = "/notebook/" + note + "/paragraph/" + paragraph;
    cluster.await(
        "the reason is shown while it waits",
        () -> cluster.get(1, path).getAsJsonObject(),
        p -> !status(p).equals("ERROR") && p.toString().contains("threshold"));
    JsonObject failed =
        cluster.await(
            "the start fails",
            () -> cluster.get(1, path).getAsJsonObject(),
            p -> status(p).equals("ERROR"));
    assertTrue(failed.toString(), failed.toString().contains("memory"));
    assertTrue(cluster.processes(1).isEmpty());
  }

  private static String status(JsonObject paragraph) {
    return paragraph.get("status").getAsString();
  }

  @Test
  public void aLabelThatNoServerHasIsNamed() throws Exception {
    JsonObject setting = cluster.get(1, "/interpreter/setting/sample").getAsJsonObject();
    JsonObject property = new JsonObject();
    property.addProperty("name", "zeppelin.cluster.placement.labels");
    property.addProperty("value", "gpu");
    property.addProperty("type", "string");
    setting.getAsJsonObject("properties").add("zeppelin.cluster.placement.labels", property);
    cluster.put(1, "/interpreter/setting/sample", setting);
    RealCluster.Outcome outcome = cluster.run(1, "%sample pid");
    assertEquals("ERROR", outcome.code);
    assertTrue(outcome.text, outcome.text.contains("gpu"));
    setting.getAsJsonObject("properties").remove("zeppelin.cluster.placement.labels");
    cluster.put(1, "/interpreter/setting/sample", setting);
  }
}
