// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Shared, scoped and isolated, per note and per user: every server comes to the same process and
 * session, whoever asks it.
 */
public class BindingModesIT {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";
  private static final String SHARED_GROUP = SETTING + "-shared_process";
  private static final Set<String> ENDED = Set.of("ERROR", "ABORT");
  static final String LOGIN_RULES =
      String.join(
          "\n",
          "[users]",
          "ann = spring, admin",
          "bob = autumn, admin",
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

  // The paragraphs of a note, by their place in it.
  private static final int PID = 0;
  private static final int SET = 1;
  private static final int GET = 2;
  // One of each for each server, from here on.
  private static final int BUSY = 3;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;
  private static RealCluster ann;
  private static RealCluster bob;

  @BeforeClass
  public static void up() throws Exception {
    Path shiro = FOLDER.newFile("shiro.ini").toPath();
    Files.writeString(shiro, LOGIN_RULES);
    cluster =
        RealCluster.up(FOLDER.newFolder("cluster").toPath(), SERVERS, "--shiro", shiro.toString());
    ann = cluster.as(SERVERS, "ann", "spring");
    bob = cluster.as(SERVERS, "bob", "autumn");
    ann.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Before
  public void withoutProcesses() throws Exception {
    ann.put(1, "/interpreter/setting/restart/" + SETTING, null);
    awaitGroups(Set.of());
  }

  /** A user and a note: the two things that a mode can tell apart. */
  private static final class Pair {
    private final RealCluster user;
    private final String note;
    private final List<String> paragraphs;
    private final Set<Integer> busy = new TreeSet<>();

    private Pair(RealCluster user, String note, List<String> paragraphs) {
      this.user = user;
      this.note = note;
      this.paragraphs = paragraphs;
    }

    private static Pair make(RealCluster user, String name) throws Exception {
      String note =
          user.note(
              1,
              name + "-" + System.nanoTime(),
              "%sample pid",
              "%sample set owner " + name,
              "%sample get owner",
              busy(name, 1),
              busy(name, 2),
              busy(name, 3));
      return new Pair(user, note, user.paragraphIds(1, note));
    }

    private static String busy(String name, int server) {
      return "%sample set " + name + "-busy-" + server + " yes\nsleep 900000";
    }

    /** Another user in this note. */
    private Pair by(RealCluster other) {
      return new Pair(other, note, paragraphs);
    }

    private RealCluster.Outcome run(int server, int paragraph)
        throws IOException, InterruptedException {
      return user.run(server, note, paragraphs.get(paragraph));
    }

    /** The process of this pair, which is the same on every server that is not busy. */
    private String pid() throws IOException, InterruptedException {
      Set<String> pids = new TreeSet<>();
      for (int server = 1; server <= SERVERS; server++) {
        if (!busy.contains(server)) {
          pids.add(run(server, PID).success());
        }
      }
      assertEquals("pids: " + pids, 1, pids.size());
      return pids.iterator().next();
    }

    /** What is set through one server is there through the others. */
    private void remembers(String value) throws IOException, InterruptedException {
      run(1, SET).success();
      for (int server = 1; server <= SERVERS; server++) {
        assertEquals(value, run(server, GET).success());
      }
    }

    /**
     * Has a paragraph run without end on each of the servers. From 0.11 on a server runs one
     * paragraph of a session at a time, so nothing else is run there until that has ended.
     */
    private void beBusy(Integer... servers) throws IOException, InterruptedException {
      busy.addAll(List.of(servers));
      for (int server : servers) {
        user.start(server, note, paragraphs.get(BUSY + server - 1));
        user.await("a run", () -> busyStatus(server), "RUNNING"::equals);
      }
    }

    private String busyStatus(int server) throws IOException, InterruptedException {
      return user.paragraphOf(server, note, paragraphs.get(BUSY + server - 1))
          .get("status")
          .getAsString();
    }

    private void assertBusy() throws IOException, InterruptedException {
      for (int server : busy) {
        assertEquals("on server " + server, "RUNNING", busyStatus(server));
      }
    }

    private void awaitIdle() throws IOException, InterruptedException {
      for (int server : busy) {
        user.await("the end of what ran", () -> busyStatus(server), ENDED::contains);
      }
      busy.clear();
    }

    /** A server that has not yet heard of the end of a session says that it is not there. */
    private void awaitRuns() throws IOException, InterruptedException {
      for (int server = 1; server <= SERVERS; server++) {
        int asked = server;
        user.await("a run", () -> run(asked, PID), run -> run.code.equals("SUCCESS"));
      }
    }

    private void restart(int server) throws IOException, InterruptedException {
      user.put(server, "/interpreter/setting/restart/" + SETTING, Map.of("noteId", note));
    }
  }

  private static void mode(String perUser, String perNote)
      throws IOException, InterruptedException {
    ann.changeOption(
        SERVERS,
        SETTING,
        option -> {
          option.addProperty("perUser", perUser);
          option.addProperty("perNote", perNote);
        });
  }

  /** Ids of the groups that have a process: exactly these, and the same on every server. */
  private static void awaitGroups(Set<String> expected) throws IOException, InterruptedException {
    List<String> sorted = expected.stream().sorted().collect(Collectors.toList());
    for (int server = 1; server <= SERVERS; server++) {
      int asked = server;
      ann.await(
          "processes of " + sorted,
          () ->
              ann.processes(asked).stream()
                  .map(p -> p.get("interpreterGroupId").getAsString())
                  .sorted()
                  .collect(Collectors.toList()),
          sorted::equals);
    }
  }

  @Test
  public void shared() throws Exception {
    mode("shared", "shared");
    Pair one = Pair.make(ann, "one");
    Pair two = Pair.make(bob, "two");
    assertEquals(one.pid(), two.pid());
    one.remembers("one");
    assertEquals("one", two.run(3, GET).success());
    awaitGroups(Set.of(SHARED_GROUP));
  }

  @Test
  public void isolatedPerNote() throws Exception {
    mode("shared", "isolated");
    Pair one = Pair.make(ann, "one");
    Pair two = Pair.make(ann, "two");
    isolated(one, one.by(bob), two, SETTING + "-" + one.note, SETTING + "-" + two.note);
  }

  @Test
  public void isolatedPerUser() throws Exception {
    mode("isolated", "");
    Pair one = Pair.make(ann, "one");
    Pair two = Pair.make(bob, "two");
    isolated(one, two.by(ann), two, SETTING + "-ann", SETTING + "-bob");
  }

  /** The first two pairs share a process, the third has another. */
  private static void isolated(
      Pair one, Pair alsoOne, Pair other, String groupOfOne, String groupOfOther)
      throws IOException, InterruptedException {
    String pid = one.pid();
    assertEquals(pid, alsoOne.pid());
    String otherPid = other.pid();
    assertNotEquals(pid, otherPid);
    one.remembers("one");
    RealCluster.Outcome unset = other.run(2, GET);
    assertTrue(unset.toString(), unset.text.contains(otherPid + " has no owner"));
    other.remembers("two");
    assertEquals("one", one.run(3, GET).success());
    awaitGroups(Set.of(groupOfOne, groupOfOther));

    one.restart(2);
    awaitGroups(Set.of(groupOfOther));
    assertEquals(otherPid, other.pid());
    assertNotEquals(pid, one.pid());
    awaitGroups(Set.of(groupOfOne, groupOfOther));
  }

  @Test
  public void isolatedPerUserAndNote() throws Exception {
    mode("isolated", "isolated");
    Pair annOne = Pair.make(ann, "one");
    Pair bobOne = annOne.by(bob);
    assertNotEquals(annOne.pid(), bobOne.pid());
    awaitGroups(Set.of(SETTING + "-ann-" + annOne.note, SETTING + "-bob-" + annOne.note));
  }

  @Test
  public void scopedPerNote() throws Exception {
    mode("shared", "scoped");
    scoped(Pair.make(ann, "one"), Pair.make(ann, "two"));
  }

  @Test
  public void scopedPerUser() throws Exception {
    mode("scoped", "");
    scoped(Pair.make(ann, "one"), Pair.make(bob, "two"));
  }

  /**
   * Two sessions of one process: each ends alone, in the whole cluster, and the last one ends it.
   */
  private static void scoped(Pair one, Pair other) throws IOException, InterruptedException {
    String pid = one.pid();
    assertEquals(pid, other.pid());
    awaitGroups(Set.of(SHARED_GROUP));
    one.beBusy(1, 2, 3);
    other.beBusy(3);

    one.restart(2);
    one.awaitIdle();
    other.assertBusy();
    one.awaitRuns();
    assertEquals(pid, one.pid());
    assertEquals(pid, other.pid());
    awaitGroups(Set.of(SHARED_GROUP));

    one.restart(3);
    assertEquals(pid, other.pid());
    other.assertBusy();
    other.restart(1);
    awaitGroups(Set.of());
    other.awaitIdle();
  }
}
