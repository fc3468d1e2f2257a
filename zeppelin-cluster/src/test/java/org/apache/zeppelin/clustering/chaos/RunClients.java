// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Users who run paragraphs that print line after line, each user in a note of his own, all of them
 * in processes of few groups. A run counts when its paragraph ends as FINISHED.
 */
final class RunClients {

  /** A session's five seconds, and some for who acts on its end. */
  private static final long NOTICED_NANOS = TimeUnit.SECONDS.toNanos(8);

  /** Longer than any fault of the network: what is late is not lost. */
  private static final int STREAM_SECONDS = 20;

  private static final int RUN_SECONDS = 40;
  private static final int PARAGRAPHS_PER_NOTE = 25;
  private static final int MOST_LINES = 40;
  private static final long PAUSE_MILLIS = 200;
  private static final long TICK_NANOS = 500_000_000;
  private static final int MOST_CHARS = 300;
  private static final String GROUP = "sample-shared_process";

  private final TestServers servers;
  private final Api api;
  private final Findings findings;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Run> runs = new CopyOnWriteArrayList<>();

  RunClients(TestServers servers, Api api, Findings findings) {
    this.servers = servers;
    this.api = api;
    this.findings = findings;
  }

  void start(Work work, long seed) {
    for (int user = 1; user <= servers.count(); user++) {
      User each = new User("run-" + seed + "-" + user, user, new Random(seed * 131 + user));
      work.repeat("runs-" + user, PAUSE_MILLIS, each::step);
    }
  }

  List<Run> runs() {
    return runs;
  }

  /** One run and what came of it. */
  static final class Run {
    final String note;
    final String paragraph;
    final String name;
    final long called;
    volatile String status = "SENT";
    volatile long pid;
    volatile long ended;

    /** What came while it ran, and what should have; null when the browser did not hear it all. */
    volatile String streamed;

    volatile String wanted;

    /** What was said of a run that failed. */
    volatile String error;

    Run(String note, String paragraph, String name, long called) {
      this.note = note;
      this.paragraph = paragraph;
      this.name = name;
      this.called = called;
    }

    /** In the ways in which nothing more comes of it. */
    boolean over() {
      return List.of("FINISHED", "ERROR", "ABORT").contains(status);
    }
  }

  private final class User {
    private final String name;

    /** Owns his notes, as it makes them: each user's are another's. */
    private final int home;

    private final Random random;
    private String note;
    private int paragraphs;
    private int count;

    User(String name, int home, Random random) {
      this.home = home;
      this.name = name;
      this.random = random;
    }

    void step() throws InterruptedException {
      int server = 1 + random.nextInt(servers.count());
      if (note == null || paragraphs > PARAGRAPHS_PER_NOTE) {
        note = api.note(home, name + "-" + ++count);
        paragraphs = 0;
        return;
      }
      String id = name + "." + ++count;
      int lines = 1 + random.nextInt(MOST_LINES);
      int millis = 20 + random.nextInt(120);
      String text =
          "%sample\necho begin "
              + id
              + "\npid\nstream "
              + lines
              + " "
              + millis
              + "\necho end "
              + id;
      Api.Answer added = api.paragraph(server, note, text);
      paragraphs++;
      if (!added.ok() || added.body() == null) {
        return;
      }
      int from = 1 + random.nextInt(servers.count());
      Browser browser = Browser.open(http, api, from, note);
      if (browser == null) {
        return;
      }
      // All at the same time: where there is no process, all of them need one at once.
      TimeUnit.NANOSECONDS.sleep(TICK_NANOS - System.nanoTime() % TICK_NANOS);
      Run run = new Run(note, added.body().getAsString(), id, System.nanoTime());
      try {
        runs.add(run);
        findings.count("runs");
        browser.say("RUN_PARAGRAPH", request(run, text));
        watch(run, browser, expected(id, lines));
      } finally {
        browser.close();
      }
    }

    private void watch(Run run, Browser browser, List<String> expected)
        throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RUN_SECONDS);
      JsonObject paragraph = null;
      while (!run.over() && end - System.nanoTime() > 0) {
        browser.await(1, m -> ended(m, run.paragraph));
        paragraph = paragraph(run, 1 + random.nextInt(servers.count()));
        if (paragraph != null) {
          run.status = paragraph.get("status").getAsString();
        }
      }
      run.ended = System.nanoTime();
      findings.count("runs that ended as " + run.status);
      if (run.status.equals("FINISHED")) {
        result(run, expected, whole(run, expected, output(paragraph)));
        streamed(run, browser, expected);
      } else if (run.over()) {
        run.error = String.join(" ", output(paragraph));
        findings.say("run " + run.name + " ended as " + run.status + ": " + brief(run.error));
      }
    }

    /**
     * Zeppelin writes an answer field by field while the paragraph changes: one of that moment may
     * have the new status and the old result. What was stored is asked for then.
     */
    private List<String> whole(Run run, List<String> expected, List<String> lines)
        throws InterruptedException {
      if (lines.size() == expected.size()) {
        return lines;
      }
      JsonObject again = paragraph(run, 1 + random.nextInt(servers.count()));
      if (again == null || output(again).equals(lines)) {
        return lines;
      }
      findings.count("answers in the midst of a change");
      return output(again);
    }

    private void result(Run run, List<String> expected, List<String> lines) {
      if (lines.size() > 1 && lines.get(1).matches("[0-9]+")) {
        run.pid = Long.parseLong(lines.get(1));
        expected.set(1, lines.get(1));
      }
      if (!lines.equals(expected)) {
        findings.violation(
            "each line once and in order",
            "result of run " + run.name + " in note " + run.note + " is " + lines);
      }
    }

    /** Not of a browser that was shown the note anew: it may have missed some. */
    private void streamed(Run run, Browser browser, List<String> expected)
        throws InterruptedException {
      String wanted = String.join("\n", expected) + "\n";
      browser.await(
          STREAM_SECONDS, m -> browser.streamed(run.paragraph).length() >= wanted.length());
      if (browser.broken() || !browser.heard("NOTE").isEmpty()) {
        findings.count("streams that were interrupted");
        return;
      }
      run.wanted = wanted;
      run.streamed = browser.streamed(run.paragraph);
      boolean shown =
          browser.await(
              STREAM_SECONDS, m -> ended(m, run.paragraph) && output(shown(m)).equals(expected));
      if (!shown && !browser.broken() && browser.heard("NOTE").isEmpty()) {
        for (int server : servers.all()) {
          // What its threads wait for is then in its console.log.
          servers.signal(server, "QUIT");
        }
        findings.violation(
            "a browser shows the result in the end",
            "run "
                + run.name
                + " in note "
                + run.note
                + " was not shown to its browser, which heard last of it: "
                + lastOf(browser, run));
      }
    }
  }

  private static String lastOf(Browser browser, Run run) {
    return browser.heard("PARAGRAPH").stream()
        .map(RunClients::shown)
        .filter(said -> said.get("id").getAsString().equals(run.paragraph))
        .reduce((first, second) -> second)
        .map(said -> said.get("status") + " " + said.get("results"))
        .orElse("nothing");
  }

  private static boolean ended(JsonObject message, String paragraph) {
    if (!Browser.op(message).equals("PARAGRAPH")) {
      return false;
    }
    JsonObject said = message.getAsJsonObject("data").getAsJsonObject("paragraph");
    return said.get("id").getAsString().equals(paragraph)
        && said.get("status").getAsString().matches("FINISHED|ERROR|ABORT");
  }

  private static JsonObject shown(JsonObject message) {
    return message.getAsJsonObject("data").getAsJsonObject("paragraph");
  }

  private static JsonObject request(Run run, String text) {
    JsonObject request = new JsonObject();
    request.addProperty("id", run.paragraph);
    request.addProperty("title", "");
    request.addProperty("paragraph", text);
    request.add("config", new JsonObject());
    request.add("params", new JsonObject());
    return request;
  }

  private static List<String> expected(String id, int lines) {
    List<String> expected = new ArrayList<>(List.of("begin " + id, "the pid"));
    for (int i = 1; i <= lines; i++) {
      expected.add("line " + i);
    }
    expected.add("end " + id);
    return expected;
  }

  /** Null when the server does not tell. */
  private JsonObject paragraph(Run run, int server) throws InterruptedException {
    Api.Answer answer = api.get(server, "/notebook/" + run.note + "/paragraph/" + run.paragraph);
    return answer.ok() && answer.body() != null ? answer.body().getAsJsonObject() : null;
  }

  private static List<String> output(JsonObject paragraph) {
    StringBuilder text = new StringBuilder();
    if (paragraph.has("results") && paragraph.getAsJsonObject("results").has("msg")) {
      for (JsonElement each : paragraph.getAsJsonObject("results").getAsJsonArray("msg")) {
        text.append(each.getAsJsonObject().get("data").getAsString());
      }
    }
    return new ArrayList<>(List.of(text.toString().split("\n")));
  }

  /** At the end, when all is well: what became of each run that had not ended. */
  void check(boolean recovery, ChangeLog changes) throws InterruptedException {
    for (Run run : runs) {
      if (run.streamed != null) {
        compare(run, recovery, changes);
      }
      if (run.error != null) {
        reason(run, changes);
      }
      if (run.over()) {
        continue;
      }
      JsonObject paragraph = paragraph(run, 1);
      String status = paragraph == null ? "unknown" : paragraph.get("status").getAsString();
      findings.count("runs that were left as " + status);
      boolean left = List.of("RUNNING", "PENDING").contains(status);
      if (left && recovery) {
        findings.violation(
            "every run ends", "run " + run.name + " in note " + run.note + " is " + status);
      }
    }
  }

  private static String brief(String error) {
    return error.substring(0, Math.min(error.length(), MOST_CHARS));
  }

  /** Who asks for a run gets a result, unless its process or a server was lost meanwhile. */
  private void reason(Run run, ChangeLog changes) {
    boolean waited = run.status.equals("ABORT");
    if (changes.reason(GROUP, run.note, waited, run.called, run.ended)) {
      findings.count("runs that failed with a reason");
      return;
    }
    findings.violation(
        "a run fails for a reason only",
        "run " + run.name + " in note " + run.note + ": " + run.status + " " + brief(run.error));
  }

  private void compare(Run run, boolean recovery, ChangeLog changes) {
    boolean same = run.streamed.equals(run.wanted);
    findings.count(same ? "streams that were whole" : "streams that were not whole");
    if (same) {
      return;
    }
    // A manager that died while it sent the last lines is found out some time after the end.
    long noticed = run.ended + NOTICED_NANOS;
    boolean moved = changes.moved(run.note, run.pid, run.called, noticed);
    if (moved && !recovery) {
      findings.count("streams that were not whole and had their manager or owner changed");
      return;
    }
    if (changes.reset(run.called, run.ended)) {
      findings.count("streams that were not whole while connections were reset");
      return;
    }
    findings.violation(
        "each line once and in order",
        "stream of run "
            + run.name
            + " in note "
            + run.note
            + (moved ? ", which changed its manager or owner," : "")
            + " was "
            + run.streamed.replace("\n", ", "));
  }
}
