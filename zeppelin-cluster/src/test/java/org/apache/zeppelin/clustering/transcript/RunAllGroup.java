// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.util.Map;

/** The whole note runs, paragraph after paragraph, for a user. */
final class RunAllGroup extends OpenNote {

  @Override
  public String name() {
    return "run-all";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero", "%sample echo one", "%md two");
    script.step(
        "from-the-page",
        play -> {
          play.say(
              TWO,
              "RUN_ALL_PARAGRAPHS",
              "noteId",
              note,
              "paragraphs",
              page("%md first", "%sample echo second", "%md third"));
          over(play);
          play.everybodyReads(paragraphs.get(1), "second\n");
          read(play);
        });
    script.step(
        "as-it-is",
        play -> {
          play.say(THREE, "RUN_ALL_PARAGRAPHS", "noteId", note);
          over(play);
          play.everybodyReads(paragraphs.get(1), "second\n");
          read(play);
        });
    script.step(
        "one-fails",
        play -> {
          play.say(
              ONE,
              "RUN_ALL_PARAGRAPHS",
              "noteId",
              note,
              "paragraphs",
              page("%md fine", "%sample throw in between", "%md never"));
          over(play);
          // All states are said once more in the end.
          play.everybodySees(paragraphs.get(2), "FINISHED");
          read(play);
        });
    script.step("meanwhile", this::meanwhile);
    script.step(
        "cancelled",
        play -> {
          play.say(
              TWO,
              "RUN_ALL_PARAGRAPHS",
              "noteId",
              note,
              "paragraphs",
              page("%md fine", "%sample echo going\nsleep 60000", "%md never"));
          play.everybodyReads(paragraphs.get(1), "going\n");
          say(play, THREE, "CANCEL_PARAGRAPH", 1);
          over(play);
          play.everybodySeesCancelled(paragraphs.get(1));
          play.everybodySees(paragraphs.get(2), "FINISHED");
          read(play);
        });
  }

  /** What others try while the note runs. */
  private void meanwhile(Play play) throws IOException, InterruptedException {
    play.say(
        TWO,
        "RUN_ALL_PARAGRAPHS",
        "noteId",
        note,
        "paragraphs",
        page("%md fine", "%sample echo going\nsleep 60000", "%md last"));
    play.everybodyReads(paragraphs.get(1), "going\n");
    say(
        play,
        ONE,
        "COMMIT_PARAGRAPH",
        0,
        "noteId",
        note,
        "title",
        "",
        "paragraph",
        "%md late",
        "params",
        Map.of(),
        "config",
        Map.of());
    play.heard(ONE, "ERROR_INFO");
    play.say(THREE, "INSERT_PARAGRAPH", "noteId", note, "index", 1);
    play.heard(THREE, "ERROR_INFO");
    play.getEverywhere("/notebook/job/" + note + "/" + paragraphs.get(1));
    play.post("/notebook/job/" + note, null);
    play.delete("/notebook/job/" + note);
    over(play);
    play.everybodySeesCancelled(paragraphs.get(1));
    play.everybodySees(paragraphs.get(2), "FINISHED");
    read(play);
    renew(play, 1, "%sample echo new");
  }

  private void over(Play play) throws InterruptedException {
    // It runs, and it runs no more.
    play.everybodyHears("NOTE_RUNNING_STATUS", 2);
  }

  /** The paragraphs with these texts, as the page sends them: JSON in a text. */
  private String page(String... texts) {
    JsonArray page = new JsonArray();
    for (int i = 0; i < texts.length; i++) {
      page.add(
          Json.object(
              "id",
              paragraphs.get(i),
              "title",
              "",
              "paragraph",
              texts[i],
              "config",
              Map.of(),
              "params",
              Map.of()));
    }
    return page.toString();
  }
}
