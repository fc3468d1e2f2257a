// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Users who edit notes in a browser, one of each server, each in a paragraph of his own and by
 * adding paragraphs.
 *
 * <p>An edit is acknowledged when the PARAGRAPH with its very text comes back to the browser that
 * sent it: Zeppelin saves the note before it sends that. An added paragraph is acknowledged when
 * REST answers with its id. What is not acknowledged may count or not, also later.
 */
final class EditClients {

  private static final int ACKNOWLEDGE_SECONDS = 3;
  private static final int PARAGRAPHS_PER_NOTE = 60;
  private static final int RUN_SECONDS = 15;
  private static final long PAUSE_MILLIS = 300;
  private static final long LOOK_MILLIS = 30;
  private static final int LOOKED_AT = 10;

  private final TestServers servers;
  private final Api api;
  private final Findings findings;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<EditedNote> notes = new CopyOnWriteArrayList<>();

  EditClients(TestServers servers, Api api, Findings findings) {
    this.servers = servers;
    this.api = api;
    this.findings = findings;
  }

  void start(Work work, long seed) {
    NoteFiles files = new NoteFiles(servers.dir().resolve("notebook"), findings);
    // Those that were left long ago are looked at in the end.
    work.repeat(
        "files-1",
        LOOK_MILLIS,
        () -> files.look(notes.subList(Math.max(0, notes.size() - LOOKED_AT), notes.size())));
    for (int note = 1; note <= servers.count(); note++) {
      Desk desk = new Desk("edit-" + seed + "-" + note, note);
      // One is for two users at once.
      for (int user = 0; user < (note == 1 ? 2 : 1); user++) {
        User each =
            new User(desk, "u" + note + "." + user, new Random(seed * 77 + note * 7 + user));
        work.repeat("edits-" + note, PAUSE_MILLIS, each::step);
      }
      Runner runner = new Runner(desk, "r" + note, new Random(seed * 79 + note));
      work.repeat("edited-runs-" + note, PAUSE_MILLIS, runner::step);
    }
  }

  /** Where the users of a note find it, and get a new one when it has become long. */
  private final class Desk {
    private final String name;

    /** Makes the notes, and so owns them at first. */
    private final int home;

    private EditedNote current;
    private int made;

    Desk(String name, int home) {
      this.name = name;
      this.home = home;
    }

    synchronized EditedNote note() throws InterruptedException {
      if (current == null || current.size() > PARAGRAPHS_PER_NOTE) {
        String id = api.note(home, name + "-" + ++made);
        if (id == null) {
          return null;
        }
        current = new EditedNote(id, name + "-" + made);
        notes.add(current);
      }
      return current;
    }
  }

  private final class User {
    private final Desk desk;
    private final String name;
    private final Random random;
    private EditedNote note;
    private String paragraph;
    private Browser browser;
    private int count;

    User(Desk desk, String name, Random random) {
      this.desk = desk;
      this.name = name;
      this.random = random;
    }

    void step() throws InterruptedException {
      int server = 1 + random.nextInt(servers.count());
      EditedNote wanted = desk.note();
      if (wanted == null) {
        return;
      }
      if (wanted != note) {
        note = wanted;
        paragraph = null;
        leave();
      }
      if (paragraph == null || random.nextInt(6) == 0) {
        add(server);
      } else if (browser == null || browser.broken() || random.nextInt(40) == 0) {
        leave();
        browser = Browser.open(http, api, server, note.id());
      } else {
        edit();
      }
    }

    private void leave() {
      if (browser != null) {
        browser.close();
        browser = null;
      }
    }

    private void add(int server) throws InterruptedException {
      String text = "%sample echo " + name + " adds " + ++count;
      Api.Answer answer = api.paragraph(server, note.id(), text);
      findings.count("edits");
      if (answer.ok() && answer.body() != null) {
        String id = answer.body().getAsString();
        note.added(id, text);
        paragraph = paragraph == null ? id : paragraph;
        findings.count("edits acknowledged");
      }
    }

    private void edit() throws InterruptedException {
      String text = "%sample echo " + name + " says " + ++count;
      JsonObject data = new JsonObject();
      data.addProperty("id", paragraph);
      data.addProperty("noteId", note.id());
      data.addProperty("title", "");
      data.addProperty("paragraph", text);
      data.add("params", new JsonObject());
      data.add("config", new JsonObject());
      browser.clear();
      note.said(paragraph, text);
      findings.count("edits");
      browser.say("COMMIT_PARAGRAPH", data);
      if (browser.await(ACKNOWLEDGE_SECONDS, m -> shows(m, text))) {
        note.acknowledged(paragraph, text);
        findings.count("edits acknowledged");
      } else {
        leave();
      }
    }

    private boolean shows(JsonObject message, String text) {
      if (!Browser.op(message).equals("PARAGRAPH")) {
        return false;
      }
      JsonElement said = message.getAsJsonObject("data").getAsJsonObject("paragraph").get("text");
      return said != null && said.getAsString().equals(text);
    }
  }

  /**
   * Runs something in the note all the time. Its owner writes the whole note at the end of a run,
   * also one that has slept through the loss of its office.
   */
  private final class Runner {
    private final Desk desk;
    private final String name;
    private final Random random;
    private EditedNote note;
    private String paragraph;

    Runner(Desk desk, String name, Random random) {
      this.desk = desk;
      this.name = name;
      this.random = random;
    }

    void step() throws InterruptedException {
      int server = 1 + random.nextInt(servers.count());
      EditedNote wanted = desk.note();
      if (wanted == null) {
        return;
      }
      if (wanted != note || paragraph == null) {
        String text = "%sample\necho " + name + "\nsleep " + (500 + random.nextInt(3_000));
        Api.Answer answer = api.paragraph(server, wanted.id(), text);
        if (answer.ok() && answer.body() != null) {
          note = wanted;
          paragraph = answer.body().getAsString();
          note.added(paragraph, text);
        }
        return;
      }
      // Answers when the run has ended.
      Api.Answer answer =
          api.call(
              server, "POST", "/notebook/run/" + note.id() + "/" + paragraph, null, RUN_SECONDS);
      findings.count(answer.ok() ? "runs in edited notes" : "runs in edited notes that failed");
    }
  }

  /** Compares every note, as every server shows it, with what was acknowledged. */
  void check() throws IOException, InterruptedException {
    new NoteFiles(servers.dir().resolve("notebook"), findings).look(notes);
    for (EditedNote note : notes) {
      for (int server : servers.all()) {
        Map<String, String> texts = texts(server, note.id());
        if (texts == null) {
          findings.violation("every note is there", "server " + server + " has no " + note.id());
          continue;
        }
        findings.count("notes compared");
        for (String fault : note.faults(texts, note.acknowledged())) {
          findings.violation(
              "acknowledged edits stay",
              "note " + note.id() + " on server " + server + ": " + fault);
        }
      }
    }
  }

  /** Text by paragraph; null when the server does not show the note. */
  private Map<String, String> texts(int server, String note) throws InterruptedException {
    Api.Answer answer = api.get(server, "/notebook/" + note);
    if (!answer.ok() || answer.body() == null) {
      findings.say("note " + note + " at server " + server + ": " + answer.status);
      return null;
    }
    return NoteFiles.texts(answer.body().getAsJsonObject());
  }
}
