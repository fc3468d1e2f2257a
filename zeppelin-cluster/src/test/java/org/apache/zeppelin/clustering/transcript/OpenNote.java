// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A group whose note is open in all browsers. */
abstract class OpenNote implements Group {

  /** The note's id, from the first step on. */
  String note;

  /** The ids of its paragraphs at the start. */
  final List<String> paragraphs = new ArrayList<>();

  /** Writes the step that makes the note of these paragraphs and opens it. */
  final void open(Script script, String... texts) {
    script.step(
        "open",
        play -> {
          note = play.made("/notebook", Json.note(name() + "/note"));
          for (String text : texts) {
            paragraphs.add(
                play.made(path() + "/paragraph", Json.object("title", "", "text", text)));
          }
          for (String browser : Audience.ALL) {
            look(play, browser);
          }
        });
  }

  /** The browser opens the note. */
  final void look(Play play, String browser) throws IOException, InterruptedException {
    play.say(browser, "GET_NOTE", "id", note);
    play.hears(browser, "NOTE", 1);
    play.calm();
  }

  final String path() {
    return "/notebook/" + note;
  }

  final String path(int paragraph) {
    return path() + "/paragraph/" + paragraphs.get(paragraph);
  }

  /** Says it about a paragraph, with these further keys and values. */
  final void say(Play play, String browser, String op, int paragraph, Object... more)
      throws InterruptedException {
    Object[] data = new Object[more.length + 2];
    data[0] = "id";
    data[1] = paragraphs.get(paragraph);
    System.arraycopy(more, 0, data, 2, more.length);
    play.say(browser, op, data);
  }

  /** As the run button does. */
  final void run(Play play, String browser, int paragraph, String text, Map<String, ?> params)
      throws InterruptedException {
    say(
        play,
        browser,
        "RUN_PARAGRAPH",
        paragraph,
        "title",
        "",
        "paragraph",
        text,
        "config",
        Map.of(),
        "params",
        params);
  }

  /** Runs it and waits for its end in every browser. */
  final void runs(Play play, String browser, int paragraph, String text, String status)
      throws InterruptedException {
    run(play, browser, paragraph, text, Map.of());
    play.everybodySees(paragraphs.get(paragraph), status);
  }

  /**
   * Puts a new paragraph in the place of one that was cancelled: Zeppelin may remember that one as
   * cancelled for its next run.
   */
  final void renew(Play play, int paragraph, String text) throws IOException, InterruptedException {
    play.delete(path(paragraph));
    paragraphs.set(
        paragraph,
        play.made(
            path() + "/paragraph", Json.object("title", "", "text", text, "index", paragraph)));
    play.everybodyHears("NOTE", 2);
  }

  /** What every server says about the note. */
  final void read(Play play) throws IOException, InterruptedException {
    play.getEverywhere(path());
  }

  /** The ids of the paragraphs as a server knows them now. */
  final List<String> ids(Play play) throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    JsonElement body = play.get(path()).body();
    if (!body.isJsonObject()) {
      throw new Missing("the note");
    }
    for (JsonElement paragraph : body.getAsJsonObject().getAsJsonArray("paragraphs")) {
      JsonObject object = paragraph.getAsJsonObject();
      ids.add(object.get("id").getAsString());
    }
    return ids;
  }
}
