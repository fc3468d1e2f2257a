// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A process outlives the server that started it, with all that users have made in it. */
public class TakeoverIT {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";

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

  private static int manager(int asked) throws Exception {
    return cluster.numberOf(asked, cluster.process(asked, SETTING).get("server").getAsString());
  }

  private static List<Integer> others(int server) {
    List<Integer> others = new ArrayList<>();
    for (int each = 1; each <= SERVERS; each++) {
      if (each != server) {
        others.add(each);
      }
    }
    return others;
  }

  @Test
  public void whatIsInTheProcessOutlivesItsServer() throws Exception {
    String pid = cluster.run(1, "%sample pid").success();
    cluster.run(2, "%sample set colour green").success();
    JsonObject before = cluster.process(1, SETTING);
    int first = manager(1);
    cluster.script("kill", String.valueOf(first));

    for (int server : others(first)) {
      assertEquals("green", cluster.run(server, "%sample get colour").success());
      assertEquals(pid, cluster.run(server, "%sample pid").success());
      assertEquals(before.get("epoch"), cluster.process(server, SETTING).get("epoch"));
    }
    int second = manager(others(first).get(0));
    assertNotEquals(first, second);

    cluster.script("start", String.valueOf(first));
    cluster.awaitOnline(SERVERS);
    assertEquals("green", cluster.run(first, "%sample get colour").success());
    assertEquals(second, manager(first));

    // The one that took it over is as good as one that started it.
    cluster.put(first, "/interpreter/setting/restart/" + SETTING, null);
    cluster.await("it is gone", () -> cluster.processes(first), List::isEmpty);
    cluster.await(
        "its pid is gone",
        () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent(),
        alive -> !alive);
    assertNotEquals(pid, cluster.run(second, "%sample pid").success());
  }

  @Test
  public void aProcessThatDiedWithItsServerIsReplaced() throws Exception {
    String pid = cluster.run(1, "%sample pid").success();
    int first = manager(1);
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    cluster.script("kill", String.valueOf(first));
    int other = others(first).get(0);
    String next =
        cluster
            .await(
                "a run without both",
                () -> cluster.run(other, "%sample pid"),
                run -> run.code.equals("SUCCESS"))
            .success();
    assertNotEquals(pid, next);
    cluster.script("start", String.valueOf(first));
    cluster.awaitOnline(SERVERS);
    assertEquals(next, cluster.run(first, "%sample pid").success());
  }
}
