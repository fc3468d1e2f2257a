// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import java.util.Map;

/** Three users edit one note. */
final class EditGroup extends OpenNote {

  @Override
  public String name() {
    return "edit";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero", "%md one");
    script.step(
        "insert",
        play -> {
          play.say(ONE, "INSERT_PARAGRAPH", "index", 1);
          play.everybodyHears("PARAGRAPH_ADDED");
          read(play);
        });
    script.step(
        "commit",
        play -> {
          commit(play, TWO, 0, "%md zero, changed", "a title");
          read(play);
        });
    script.step(
        "commit-by-another",
        play -> {
          commit(play, THREE, 0, "%md zero, changed again", "another title");
          read(play);
        });
    script.step(
        "move",
        play -> {
          say(play, THREE, "MOVE_PARAGRAPH", 1, "index", 0);
          play.everybodyHears("PARAGRAPH_MOVED");
          read(play);
        });
    script.step(
        "move-too-far",
        play -> {
          say(play, ONE, "MOVE_PARAGRAPH", 1, "index", 9);
          play.hears(ONE, "ERROR_INFO", 1);
        });
    script.step(
        "copy",
        play -> {
          say(
              play,
              ONE,
              "COPY_PARAGRAPH",
              0,
              "index",
              1,
              "title",
              "copy",
              "paragraph",
              "%md copy",
              "config",
              Map.of("colWidth", 6),
              "params",
              Map.of());
          play.everybodyHears("PARAGRAPH_ADDED");
          play.everybodyHears("PARAGRAPH");
          read(play);
        });
    script.step(
        "remove",
        play -> {
          say(play, TWO, "PARAGRAPH_REMOVE", 1);
          play.everybodyHears("PARAGRAPH_REMOVED");
          read(play);
        });
    script.step(
        "remove-what-is-gone",
        play -> {
          say(play, THREE, "PARAGRAPH_REMOVE", 1);
          play.hears(THREE, "ERROR_INFO", 1);
          commit(play, ONE, 0, "%md still here", "");
        });
    script.step(
        "settings",
        play -> {
          play.say(
              THREE,
              "NOTE_UPDATE",
              "id",
              note,
              "name",
              "note",
              "config",
              Map.of(
                  "looknfeel",
                  "report",
                  "personalizedMode",
                  "false",
                  "isZeppelinNotebookCronEnable",
                  true));
          play.everybodyHears("NOTE_UPDATED");
          play.everybodyLists("/edit/note");
          read(play);
        });
    script.step(
        "rename",
        play -> {
          play.say(ONE, "NOTE_RENAME", "id", note, "name", "renamed", "relative", true);
          play.everybodyHears("NOTE");
          play.everybodyHears("NOTES_INFO");
          read(play);
        });
  }

  private void commit(Play play, String browser, int paragraph, String text, String title)
      throws InterruptedException {
    say(
        play,
        browser,
        "COMMIT_PARAGRAPH",
        paragraph,
        "noteId",
        note,
        "title",
        title,
        "paragraph",
        text,
        "params",
        Map.of(),
        "config",
        Map.of("editorHide", false));
    play.everybodyHears("PARAGRAPH");
  }
}
