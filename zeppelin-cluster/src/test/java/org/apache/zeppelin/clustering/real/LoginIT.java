// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Who logged in on one server is logged in on all, by the lines that conf/ has for Shiro. */
public class LoginIT {

  private static final int SERVERS = 3;
  private static final int REDIRECTED_TO_LOGIN = 302;
  private static final String USERS =
      "[users]\nann = spring, role1\nbob = autumn, role2\ncat = winter, role1\n"
          + "dan = summer, admin\n";
  private static final String RULES =
      "[roles]\n"
          + "role1 = *\n"
          + "role2 = *\n"
          + "role3 = *\n"
          + "admin = *\n"
          + "[urls]\n"
          + "/api/version = anon\n"
          + "/** = authc\n";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;

  @BeforeClass
  public static void up() throws Exception {
    Path shiro = FOLDER.newFile("shiro.ini").toPath();
    Files.writeString(shiro, USERS + Files.readString(Balancer.conf("shiro-cluster.ini")) + RULES);
    cluster =
        RealCluster.up(
            FOLDER.newFolder("cluster").toPath(),
            SERVERS,
            "--shiro",
            shiro.toString(),
            "--set",
            "zeppelin.server.allowed.origins=*");
    Person anybody = login(1, "bob", "autumn");
    for (int server = 1; server <= SERVERS; server++) {
      awaitStatus(anybody, server, 200);
    }
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Person login(int server, String name, String password) throws Exception {
    return cluster.await(
        name + " logs in",
        () -> Person.login(cluster, cluster.url(server), name, password),
        person -> true);
  }

  private static void awaitStatus(Person person, int server, int status) throws Exception {
    cluster.await(
        "status " + status + " of server " + server,
        () -> person.status(cluster.url(server)),
        s -> s == status);
  }

  private static void hears(Browser browser, String question, String answer) throws Exception {
    browser.say(question, new JsonObject());
    cluster.await(answer, () -> browser.heard(answer), heard -> !heard.isEmpty());
  }

  @Test
  public void oneLoginCountsOnAllAndSoDoesOneLogout() throws Exception {
    Person ann = login(1, "ann", "spring");
    Person bob = login(2, "bob", "autumn");
    for (int server = 1; server <= SERVERS; server++) {
      String url = cluster.url(server);
      // At once: nobody is turned away because a server has not heard of him yet.
      assertEquals(200, ann.status(url));
      assertEquals(200, bob.status(url));
      assertEquals(ann.ticket(), ann.ticketAt(url));
      assertEquals(bob.ticket(), bob.ticketAt(url));
      try (Browser browser = ann.browser(url)) {
        hears(browser, "LIST_NOTES", "NOTES_INFO");
      }
    }

    ann.logout(cluster.url(3));
    assertEquals(REDIRECTED_TO_LOGIN, ann.status(cluster.url(3)));
    for (int server = 1; server <= SERVERS; server++) {
      awaitStatus(ann, server, REDIRECTED_TO_LOGIN);
      assertEquals(200, bob.status(cluster.url(server)));
    }
    // Zeppelin answers nothing to who has no ticket, and this to who has an old one.
    Person again = login(2, "ann", "spring");
    assertNotEquals(ann.ticket(), again.ticket());
    for (int server = 1; server <= SERVERS; server++) {
      try (Browser old = ann.browser(cluster.url(server))) {
        hears(old, "LIST_NOTES", "SESSION_LOGOUT");
        assertTrue(old.heard("NOTES_INFO").isEmpty());
      }
      assertEquals(REDIRECTED_TO_LOGIN, ann.status(cluster.url(server)));
    }
  }

  @Test
  public void aNoteOfAnotherServerIsRunWithItsTicket() throws Exception {
    RealCluster cats = cluster.as(1, "cat", "winter");
    Person cat = login(1, "cat", "winter");
    String note = cats.note(1, "cats-" + System.nanoTime());
    String paragraph = cats.paragraph(1, note, "%sample echo meow");
    for (int server = 1; server <= SERVERS; server++) {
      try (Browser browser = cat.browser(cluster.url(server))) {
        browser.open(note);
        browser.run(paragraph, "%sample echo meow");
        browser.awaitStatus(paragraph, "FINISHED");
      }
    }
  }

  /** What a browser shows is its own, and in no file of the metadata, with no key set. */
  @Test
  public void eachBrowserOfAUserShowsItsTicketToEveryServer() throws Exception {
    RealCluster cats = cluster.as(2, "cat", "winter");
    String note = cats.note(2, "two-browsers-" + System.nanoTime());
    String paragraph = cats.paragraph(2, note, "%sample echo meow");
    List<String> secrets = new ArrayList<>();
    for (int of = 1; of <= SERVERS; of++) {
      Person cat = login(of, "cat", "winter");
      secrets.add(cat.ticket());
      secrets.add(cat.sessionId());
      for (int server = 1; server <= SERVERS; server++) {
        try (Browser browser = cat.browser(cluster.url(server))) {
          hears(browser, "LIST_NOTES", "NOTES_INFO");
          browser.open(note);
          browser.run(paragraph, "%sample echo meow");
          browser.awaitStatus(paragraph, "FINISHED");
        }
      }
    }
    assertEquals(secrets.toString(), 2 * SERVERS, new HashSet<>(secrets).size());
    int logs = 0;
    for (int server = 1; server <= SERVERS; server++) {
      Path raft = FOLDER.getRoot().toPath().resolve("cluster/n" + server + "/raft");
      for (Path file : Secrets.filesIn(raft)) {
        byte[] bytes = Files.readAllBytes(file);
        logs += new String(bytes, StandardCharsets.ISO_8859_1).contains("ticket/cat") ? 1 : 0;
        Secrets.assertNone(file.toString(), bytes, secrets);
      }
    }
    assertTrue("files that tell of tickets: " + logs, logs >= SERVERS);
  }

  @Test
  public void onlyAdministratorsChangeTheCluster() throws Exception {
    RealCluster bob = cluster.as(SERVERS, "bob", "autumn");
    String last = bob.servers(1).get(SERVERS - 1).get("id").getAsString();
    String drain = "/cluster/servers/" + last + "/drain";
    JsonObject stay = new JsonObject();
    stay.addProperty("processes", "stay");
    for (int server = 1; server <= SERVERS; server++) {
      assertEquals(SERVERS, bob.servers(server).size());
      HttpResponse<String> refused = bob.call(server, "POST", drain, stay);
      assertEquals(403, refused.statusCode());
      assertTrue(refused.body(), refused.body().contains("takes the role admin"));
      assertEquals(403, bob.call(server, "DELETE", "/cluster/servers/" + last, null).statusCode());
      assertEquals(
          REDIRECTED_TO_LOGIN, cluster.call(server, "GET", "/cluster/servers", null).statusCode());
    }
    assertEquals("ONLINE", bob.servers(1).get(SERVERS - 1).get("state").getAsString());
    RealCluster dan = cluster.as(1, "dan", "summer");
    assertEquals(200, dan.call(1, "DELETE", drain, null).statusCode());
  }

  /** Of the same user one server may say what another does not; who handles the call is right. */
  @Test
  public void rolesAreThoseThatTheServerKnowsWhichHandlesTheCall() throws Exception {
    cluster.script("kill", "2");
    Path shiro = FOLDER.getRoot().toPath().resolve("cluster/n2/conf/shiro.ini");
    Files.writeString(
        shiro, Files.readString(shiro).replace("autumn, role2", "autumn, role2, role3"));
    cluster.script("start", "2");
    RealCluster cat = cluster.asSoonAsPossible(3, "cat", "winter");
    for (int owner : new int[] {2, 3}) {
      String note = cat.note(owner, "roles-" + System.nanoTime(), "%sample echo meow");
      JsonObject permissions = new JsonObject();
      for (String right : new String[] {"owners", "writers", "runners", "readers"}) {
        JsonArray names = new JsonArray();
        names.add("cat");
        if (right.equals("readers")) {
          names.add("role3");
        }
        permissions.add(right, names);
      }
      cat.put(owner, "/notebook/" + note + "/permissions", permissions);
      try (Browser browser = login(owner, "cat", "winter").browser(cluster.url(owner))) {
        browser.open(note);
        Person bob = login(1, "bob", "autumn");
        assertEquals(
            owner == 2 ? 200 : 403, bob.ask(cluster.url(1), "/notebook/" + note).statusCode());
      }
    }
  }

  @Test
  public void aServerThatComesBackKnowsWhoIsLoggedIn() throws Exception {
    Person bob = login(1, "bob", "autumn");
    cluster.script("kill", "2");
    cluster.script("start", "2");
    awaitStatus(bob, 2, 200);
    assertEquals(bob.ticket(), bob.ticketAt(cluster.url(2)));
  }

  @Test
  public void withoutAMajorityNobodyIsLetInAndNobodyLosesHisLogin() throws Exception {
    Person bob = login(1, "bob", "autumn");
    cluster.script("pause", "2");
    cluster.script("pause", "3");
    try {
      awaitStatus(bob, 1, 503);
    } finally {
      cluster.script("resume", "2");
      cluster.script("resume", "3");
    }
    for (int server = 1; server <= SERVERS; server++) {
      awaitStatus(bob, server, 200);
    }
  }

  @Test
  public void nginxNeedsNoStickiness() throws Exception {
    String program = present("nginx");
    try (Balancer balancer =
        Balancer.nginx(program, cluster, SERVERS, FOLDER.newFolder("nginx").toPath())) {
      withoutStickiness(balancer);
    }
  }

  @Test
  public void haproxyNeedsNoStickiness() throws Exception {
    String program = present("haproxy");
    try (Balancer balancer =
        Balancer.haproxy(program, cluster, SERVERS, FOLDER.newFolder("haproxy").toPath())) {
      withoutStickiness(balancer);
    }
  }

  private static String present(String name) {
    Optional<String> program = Balancer.program(name);
    assumeTrue(
        "there is no " + name + ": install it, or name one with -Dcluster." + name,
        program.isPresent());
    return program.get();
  }

  private void withoutStickiness(Balancer balancer) throws Exception {
    String url = balancer.url();
    Person ann =
        cluster.await(
            "a login through " + url, () -> Person.login(cluster, url, "ann", "spring"), p -> true);
    Set<String> answered = new HashSet<>();
    for (int request = 0; request < 3 * SERVERS; request++) {
      HttpResponse<String> response = ann.ask(url, "/notebook");
      assertEquals(200, response.statusCode());
      answered.add(response.headers().firstValue(Balancer.ANSWERED_BY).orElse("nobody"));
    }
    assertEquals(answered.toString(), SERVERS, answered.size());
    for (int socket = 0; socket < 2 * SERVERS; socket++) {
      try (Browser browser = ann.browser(url)) {
        hears(browser, "LIST_NOTES", "NOTES_INFO");
      }
    }

    // One is lost: nobody notices.
    cluster.script("kill", "2");
    try {
      for (int request = 0; request < 3 * SERVERS; request++) {
        assertEquals(200, ann.status(url));
      }
    } finally {
      cluster.script("start", "2");
    }
    Person bob = login(1, "bob", "autumn");
    awaitStatus(bob, 2, 200);

    ann.logout(url);
    for (int server = 1; server <= SERVERS; server++) {
      awaitStatus(ann, server, REDIRECTED_TO_LOGIN);
    }
    for (int request = 0; request < 3 * SERVERS; request++) {
      assertEquals(REDIRECTED_TO_LOGIN, ann.status(url));
    }
  }
}
