// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

/** One note in several browsers. */
final class OpenGroup extends OpenNote {

  private String other;

  @Override
  public String name() {
    return "open-note";
  }

  @Override
  public void write(Script script) {
    open(script, "%md one", "%sample echo two");
    script.step(
        "reload",
        play -> {
          play.say(TWO, "RELOAD_NOTE", "id", note);
          play.hears(TWO, "NOTE", 1);
          play.calm();
          play.get(path() + "?reload=true");
        });
    script.step(
        "leave",
        play -> {
          other = play.made("/notebook", Json.note("open-note/other"));
          play.say(ONE, "GET_NOTE", "id", other);
          play.hears(ONE, "NOTE", 1);
          play.calm();
          play.say(THREE, "GET_NOTE", "id", other);
          play.hears(THREE, "NOTE", 1);
        });
    script.step(
        "come-back",
        play -> {
          look(play, ONE);
          look(play, THREE);
        });
    script.step(
        "convert",
        play -> {
          play.say(THREE, "CONVERT_NOTE_NBFORMAT", "noteId", note, "noteName", "note");
          play.hearsSomething(THREE);
        });
    script.step(
        "unknown",
        play -> {
          play.say(TWO, "GET_NOTE", "id", "2ZZZZZZZZ");
          play.heard(TWO, "ERROR_INFO");
        });
    script.step(
        "rename",
        play -> {
          play.put(path() + "/rename", Json.object("name", "open-note/renamed"));
          play.everybodyHears("NOTE");
          play.everybodyHears("NOTES_INFO");
          read(play);
        });
    script.step(
        "trash",
        play -> {
          play.say(THREE, "MOVE_NOTE_TO_TRASH", "id", note);
          play.everybodyHears("NOTE");
          play.everybodyHears("NOTES_INFO");
          read(play);
        });
    script.step(
        "delete",
        play -> {
          play.delete(path());
          play.everybodyHears("NOTES_INFO");
          read(play);
        });
  }
}
