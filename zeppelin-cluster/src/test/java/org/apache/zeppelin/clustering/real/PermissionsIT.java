// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * What one server was told of a note's permissions, every other obeys when the user hears of it.
 */
public class PermissionsIT {

  private static final int SERVERS = 3;
  private static final List<String> NOBODY_ELSE = List.of("ann");
  private static final List<String> BOTH = List.of("ann", "bob");

  private static final String ENCRYPT_KEY = "sixteen-letters!";
  private static final String SECRET = UUID.randomUUID().toString();

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;
  private static RealCluster ann;
  private static RealCluster bob;
  private static ExecutorService threads;

  private final List<Browser> browsers = new ArrayList<>();
  private String number;
  private String note;
  private String paragraph;

  @BeforeClass
  public static void up() throws Exception {
    Path shiro = FOLDER.newFile("shiro.ini").toPath();
    Logins.write(shiro);
    threads = Executors.newCachedThreadPool();
    Path file = FOLDER.newFile("secret").toPath();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, SECRET);
    cluster =
        RealCluster.up(
            FOLDER.newFolder("cluster").toPath(),
            SERVERS,
            "--shiro",
            shiro.toString(),
            "--set",
            "zeppelin.cluster.secret.file=" + file,
            "--set",
            "zeppelin.credentials.encryptKey=" + ENCRYPT_KEY);
    ann = cluster.as(SERVERS, "ann", "spring");
    bob = cluster.as(SERVERS, "bob", "autumn");
    ann.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    threads.shutdownNow();
  }

  @Before
  public void make() throws Exception {
    number = String.valueOf(System.nanoTime());
    note = ann.note(1, "secret-" + number);
    paragraph = ann.paragraph(1, note, "%sample echo treasure");
  }

  @After
  public void close() {
    browsers.forEach(Browser::close);
  }

  private void permit(int server, List<String> names) throws Exception {
    ann.put(
        server,
        "/notebook/" + note + "/permissions",
        Map.of("owners", names, "readers", names, "writers", names, "runners", names));
  }

  private static List<Integer> others(int server) {
    List<Integer> others = new ArrayList<>();
    for (int other = 1; other <= SERVERS; other++) {
      if (other != server) {
        others.add(other);
      }
    }
    return others;
  }

  /** Method, path and body of each thing that bob may do while he may do everything. */
  private List<Object[]> calls() {
    String base = "/notebook/" + note;
    String one = base + "/paragraph/" + paragraph;
    Map<String, Object> text = Map.of("title", "", "text", "%sample echo by bob");
    Map<String, Object> everybody =
        Map.of("owners", BOTH, "readers", BOTH, "writers", BOTH, "runners", BOTH);
    return Arrays.asList(
        new Object[][] {
          {"GET", base, null},
          {"GET", "/notebook/export/" + note, null},
          {"GET", one, null},
          {"GET", base + "/permissions", null},
          {"GET", "/notebook/job/" + note, null},
          {"GET", "/notebook/job/" + note + "/" + paragraph, null},
          {"POST", base, Map.of("name", "mine", "notePath", "/mine")},
          {"POST", base + "/paragraph", text},
          {"PUT", one, text},
          {"PUT", one + "/config", Map.of("a", "b")},
          {"POST", one + "/move/0", null},
          {"PUT", base + "/clear", null},
          {"PUT", base + "/rename", Map.of("name", "mine")},
          {"PUT", base + "/permissions", everybody},
          {"POST", "/notebook/job/" + note, null},
          {"POST", "/notebook/job/" + note + "/" + paragraph, null},
          {"POST", "/notebook/run/" + note + "/" + paragraph, null},
          {"DELETE", "/notebook/job/" + note, null},
          {"DELETE", "/notebook/job/" + note + "/" + paragraph, null},
          {"DELETE", one, null},
          {"DELETE", base, null},
        });
  }

  @Test
  public void everyCallIsRefusedOnTheOthersInTheInstantAfterARevoke() throws Exception {
    int revoking = 0;
    for (Object[] call : calls()) {
      revoking = revoking % SERVERS + 1;
      permit(revoking, BOTH);
      for (int server : others(revoking)) {
        assertEquals(200, bob.call(server, "GET", "/notebook/" + note, null).statusCode());
      }
      permit(revoking, NOBODY_ELSE);
      List<Callable<HttpResponse<String>>> work = new ArrayList<>();
      for (int server : others(revoking)) {
        work.add(() -> bob.call(server, (String) call[0], (String) call[1], call[2]));
      }
      for (Future<HttpResponse<String>> each : threads.invokeAll(work)) {
        String what = call[0] + " " + call[1] + ": " + each.get().body();
        assertEquals(what, 403, each.get().statusCode());
        assertFalse(what, what.contains("treasure"));
      }
    }
    assertEquals(List.of(paragraph), ann.paragraphIds(1, note));
    assertEquals(
        "%sample echo treasure", ann.paragraphOf(2, note, paragraph).get("text").getAsString());
  }

  @Test
  public void everyMessageIsRefusedOnTheOthersInTheInstantAfterARevoke() throws Exception {
    permit(1, BOTH);
    for (int server = 1; server <= SERVERS; server++) {
      browsers.add(Browser.open(bob, server, note));
    }
    JsonObject edit = data("id", paragraph, "noteId", note, "title", "", "paragraph", "stolen");
    edit.add("params", new JsonObject());
    edit.add("config", new JsonObject());
    JsonObject insert = new JsonObject();
    insert.addProperty("index", 0);
    Map<String, JsonObject> messages =
        Map.of(
            "COMMIT_PARAGRAPH",
            edit,
            "RUN_PARAGRAPH",
            edit,
            "INSERT_PARAGRAPH",
            insert,
            "PARAGRAPH_REMOVE",
            data("id", paragraph),
            "NOTE_RENAME",
            data("id", note, "name", "mine"),
            "MOVE_NOTE_TO_TRASH",
            data("id", note),
            "DEL_NOTE",
            data("id", note),
            "GET_NOTE",
            data("id", note));
    int revoking = 0;
    for (Map.Entry<String, JsonObject> message : messages.entrySet()) {
      revoking = revoking % SERVERS + 1;
      permit(revoking, BOTH);
      permit(revoking, NOBODY_ELSE);
      for (int server : others(revoking)) {
        Browser browser = browsers.get(server - 1);
        int before = browser.heard("AUTH_INFO").size();
        browser.say(message.getKey(), message.getValue());
        cluster.await(
            message.getKey() + " is refused on " + server,
            () -> browser.heard("AUTH_INFO").size(),
            now -> now > before);
      }
    }
    assertEquals(List.of(paragraph), ann.paragraphIds(3, note));
    assertEquals(
        "%sample echo treasure", ann.paragraphOf(3, note, paragraph).get("text").getAsString());
  }

  private static JsonObject data(String... namesAndValues) {
    JsonObject data = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      data.addProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return data;
  }

  @Test
  public void aNoteIsInNoListInTheInstantAfterARevoke() throws Exception {
    try (Browser browser = Browser.connect(bob, 1)) {
      for (int revoking = 1; revoking <= SERVERS; revoking++) {
        permit(revoking, BOTH);
        for (int server = 1; server <= SERVERS; server++) {
          assertTrue(listed(server));
        }
        permit(revoking, NOBODY_ELSE);
        for (int server : others(revoking)) {
          assertFalse("listed on " + server, listed(server));
        }
        int before = browser.heard("NOTES_INFO").size();
        browser.say("LIST_NOTES", new JsonObject());
        cluster.await(
            "the list", () -> browser.heard("NOTES_INFO"), lists -> lists.size() > before);
        assertFalse(browser.heard("NOTES_INFO").get(before).toString().contains(note));
      }
    }
  }

  private boolean listed(int server) throws IOException, InterruptedException {
    return bob.get(server, "/notebook").toString().contains(note);
  }

  @Test
  public void aSearchFindsNothingInTheInstantAfterARevoke() throws Exception {
    permit(2, BOTH);
    // Zeppelin finds the text of a paragraph that came through REST only once it was edited.
    String search = "/notebook/search?q=" + number;
    cluster.await("it is found", () -> found(search), found -> found.contains(note));
    for (int revoking = 2; revoking <= SERVERS; revoking++) {
      permit(revoking, BOTH);
      assertTrue(found(search).contains(note));
      permit(revoking, NOBODY_ELSE);
      assertFalse(found(search).contains(note));
    }
  }

  /** Each server finds what was written on it. */
  private static String found(String search) throws IOException, InterruptedException {
    return bob.get(1, search).toString();
  }

  @Test
  public void aNewNoteHasItsPermissionsEverywhere() throws Exception {
    for (int server = 1; server <= SERVERS; server++) {
      String made = ann.note(server, "new-" + System.nanoTime());
      for (int other : others(server)) {
        JsonElement permissions = ann.get(other, "/notebook/" + made + "/permissions");
        assertEquals("[\"ann\"]", permissions.getAsJsonObject().get("owners").toString());
        assertEquals(403, bob.call(other, "DELETE", "/notebook/" + made, null).statusCode());
      }
    }
  }

  @Test
  public void aServerThatWasPausedDeniesWhatWasRevokedMeanwhile() throws Exception {
    permit(3, BOTH);
    assertEquals(200, bob.call(3, "GET", "/notebook/" + note, null).statusCode());
    long paused = ann.pid(3);
    signal("STOP", paused);
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    try {
      // Server 1 owns the note; the next server that needs it would take it over if 3 did.
      permit(1, NOBODY_ELSE);
      for (String path : List.of("/notebook/" + note, "/notebook/export/" + note, "/notebook")) {
        answers.add(threads.submit(() -> bob.call(3, "GET", path, null)));
      }
    } finally {
      signal("CONT", paused);
    }
    for (Future<HttpResponse<String>> each : answers) {
      String said = each.get().statusCode() + ": " + each.get().body();
      assertFalse(said, said.contains("treasure") || said.contains("secret-"));
    }
    ann.awaitOnline(SERVERS);
  }

  @Test
  public void aServerWithoutMajorityDenies() throws Exception {
    permit(1, BOTH);
    List<Long> paused = List.of(ann.pid(2), ann.pid(3));
    for (long pid : paused) {
      signal("STOP", pid);
    }
    try {
      cluster.await(
          "server 1 stops to serve the note",
          () -> bob.call(1, "GET", "/notebook/" + note, null).statusCode(),
          status -> status != 200);
      for (Object[] call : calls()) {
        HttpResponse<String> answer = bob.call(1, (String) call[0], (String) call[1], call[2]);
        assertNotEquals(
            call[0] + " " + call[1] + ": " + answer.body(), 2, answer.statusCode() / 100);
      }
      assertNotEquals(200, bob.call(1, "GET", "/notebook", null).statusCode());
      assertNotEquals(200, bob.call(1, "GET", "/notebook/search?q=treasure", null).statusCode());
    } finally {
      for (long pid : paused) {
        signal("CONT", pid);
      }
    }
    ann.awaitOnline(SERVERS);
    cluster.await(
        "server 1 serves again",
        () -> bob.call(1, "GET", "/notebook/" + note, null).statusCode(),
        status -> status == 200);
  }

  private static void signal(String name, long pid) throws Exception {
    Process process = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new TimeoutException("kill -" + name + " " + pid);
    }
  }

  @Test
  public void credentialsOfOneServerAreUsedOnAnother() throws Exception {
    for (int server = 1; server <= SERVERS; server++) {
      String user = "sa" + server;
      ann.put(
          server,
          "/credential",
          Map.of("entity", "db" + server, "username", user, "password", "pw" + server));
      for (int other : others(server)) {
        String known = ann.get(other, "/credential").toString();
        assertTrue(known, known.contains(user));
        String own = ann.note(other, "uses-" + System.nanoTime());
        String text = "%sample(injectCredentials=true) echo as {db" + server + ".user}";
        assertEquals("as " + user, ann.run(other, own, ann.paragraph(other, own, text)).success());
        assertFalse(bob.get(other, "/credential").toString().contains(user));
      }
    }
    ann.delete(1, "/credential/db2");
    String left = ann.get(3, "/credential").toString();
    assertTrue(left, left.contains("sa1") && !left.contains("sa2") && left.contains("sa3"));
    ann.delete(2, "/credential");
    assertFalse(ann.get(3, "/credential").toString().contains("sa"));
  }

  /** Of what one shows to get in, nothing is where one need not be in to look. */
  @Test
  public void secretsAreInNoLogNoAnswerNoCommandLineAndNotClearInTheMetadata() throws Exception {
    String password = "pw-" + System.nanoTime();
    ann.put(1, "/credential", Map.of("entity", "vault", "username", "sa", "password", password));
    String text = "%sample(injectCredentials=true) echo as {vault.user}";
    String own = ann.note(2, "uses-" + System.nanoTime());
    assertEquals("as sa", ann.run(2, own, ann.paragraph(2, own, text)).success());
    String ticket = ann.get(3, "/security/ticket").getAsJsonObject().get("ticket").getAsString();
    List<String> secrets = List.of(password, SECRET, ENCRYPT_KEY, ticket, ann.sessionId(1));

    Path dir = FOLDER.getRoot().toPath().resolve("cluster");
    int files = 0;
    for (int server = 1; server <= SERVERS; server++) {
      for (Path file : Secrets.filesIn(dir.resolve("n" + server + "/logs"))) {
        files++;
        Secrets.assertNone(file.toString(), withoutLogins(Files.readAllBytes(file)), secrets);
      }
      for (Path file : Secrets.filesIn(dir.resolve("n" + server + "/raft"))) {
        files++;
        Secrets.assertNone(file.toString(), Files.readAllBytes(file), secrets);
      }
      for (String path : List.of("servers", "notes", "processes", "address", "nodes")) {
        String answer = ann.get(server, "/cluster/" + path).toString();
        Secrets.assertNone(path, answer.getBytes(StandardCharsets.UTF_8), secrets);
      }
    }
    assertTrue("files: " + files, files > 4 * SERVERS);
    int processes = 0;
    for (ProcessHandle process : ProcessHandle.allProcesses().collect(Collectors.toList())) {
      Path line = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
      byte[] read = Files.isReadable(line) ? Files.readAllBytes(line) : new byte[0];
      if (new String(read, StandardCharsets.UTF_8).contains(dir.toString())) {
        processes++;
        Secrets.assertNone("process " + process.pid(), read, secrets);
      }
    }
    assertTrue("processes: " + processes, processes > SERVERS);
  }

  /** Zeppelin itself writes what it answers to who wants his ticket. */
  private static byte[] withoutLogins(byte[] log) {
    return new String(log, StandardCharsets.UTF_8)
        .lines()
        .filter(
            line -> !line.matches(".* (Login|Security)RestApi(\\.java\\[\\w+\\]:\\d+\\))? - .*"))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
