// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import java.io.IOException;

/** The trash as a whole. */
final class TrashGroup implements Group {

  private String first;
  private String second;

  @Override
  public String name() {
    return "trash";
  }

  @Override
  public void write(Script script) {
    script.step(
        "create",
        play -> {
          first = play.made("/notebook", Json.note("trash/one"));
          second = play.made("/notebook", Json.note("trash/deep/two"));
        });
    script.step("trash", play -> change(play, TWO, "MOVE_FOLDER_TO_TRASH", "trash"));
    script.step("restore-all", play -> change(play, THREE, "RESTORE_ALL", ""));
    script.step("trash-one", play -> change(play, ONE, "MOVE_NOTE_TO_TRASH", first));
    script.step("trash-the-other", play -> change(play, TWO, "MOVE_NOTE_TO_TRASH", second));
    script.step(
        "open-in-trash",
        play -> {
          play.say(THREE, "GET_NOTE", "id", first);
          play.heard(THREE, "NOTE");
        });
    script.step("empty", play -> change(play, THREE, "EMPTY_TRASH", ""));
    script.step(
        "empty-again",
        play -> {
          play.say(ONE, "EMPTY_TRASH");
          play.hearsSomething(ONE);
        });
  }

  private static void change(Play play, String browser, String op, String id)
      throws IOException, InterruptedException {
    play.say(browser, op, "id", id);
    play.everybodyHears("NOTES_INFO");
    play.getEverywhere("/notebook");
  }
}
