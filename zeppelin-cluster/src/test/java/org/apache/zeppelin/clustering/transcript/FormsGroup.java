// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import java.io.IOException;
import java.util.Map;

/** Forms of paragraphs and of the note. */
final class FormsGroup extends OpenNote {

  private static final String TEXT = "%sample echo ${name=you} likes ${what=tea,tea|coffee}";
  private static final String NOTE_TEXT = "%sample echo in $${where=here}";

  @Override
  public String name() {
    return "forms";
  }

  @Override
  public void write(Script script) {
    open(script, "%sample echo one", "%sample echo two");
    script.step("form", play -> says(play, ONE, 0, TEXT, Map.of(), "you likes tea\n"));
    script.step(
        "fill-in",
        play ->
            says(
                play, TWO, 0, TEXT, Map.of("name", "she", "what", "coffee"), "she likes coffee\n"));
    script.step(
        "keep",
        play -> {
          say(
              play,
              THREE,
              "COMMIT_PARAGRAPH",
              0,
              "noteId",
              note,
              "title",
              "",
              "paragraph",
              TEXT,
              "params",
              Map.of("name", "he"),
              "config",
              Map.of("runOnSelectionChange", false));
          play.everybodyHears("PARAGRAPH");
          read(play);
        });
    script.step("note-form", play -> says(play, TWO, 1, NOTE_TEXT, Map.of(), "in here\n"));
    script.step(
        "note-fill-in",
        play -> {
          play.say(
              THREE, "SAVE_NOTE_FORMS", "noteId", note, "noteParams", Map.of("where", "there"));
          play.everybodyHears("SAVE_NOTE_FORMS");
          read(play);
        });
    script.step("note-use", play -> says(play, ONE, 1, NOTE_TEXT, Map.of(), "in there\n"));
    script.step(
        "note-remove",
        play -> {
          play.say(TWO, "REMOVE_NOTE_FORMS", "noteId", note, "formName", "where");
          play.everybodyHears("SAVE_NOTE_FORMS");
          read(play);
        });
  }

  private void says(
      Play play, String browser, int paragraph, String text, Map<String, ?> params, String output)
      throws IOException, InterruptedException {
    run(play, browser, paragraph, text, params);
    play.everybodySees(paragraphs.get(paragraph), "FINISHED");
    play.everybodyReads(paragraphs.get(paragraph), output);
    read(play);
  }
}
