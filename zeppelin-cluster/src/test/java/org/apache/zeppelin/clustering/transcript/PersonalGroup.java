// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import java.io.IOException;
import java.util.Map;

/** Personalised mode: everybody has a copy of the paragraphs. All of us are the same user. */
final class PersonalGroup extends OpenNote {

  @Override
  public String name() {
    return "personal";
  }

  @Override
  public void write(Script script) {
    open(script, "%sample echo ${x=1}", "%md one");
    script.step("on", play -> change(play, TWO, "true"));
    script.step(
        "run",
        play -> {
          runs(play, THREE, 0, "%sample echo ${x=1}", "FINISHED");
          play.everybodyReads(paragraphs.get(0), "1\n");
          read(play);
        });
    script.step(
        "commit",
        play -> {
          say(
              play,
              ONE,
              "COMMIT_PARAGRAPH",
              1,
              "noteId",
              note,
              "title",
              "mine",
              "paragraph",
              "%md mine",
              "params",
              Map.of(),
              "config",
              Map.of());
          play.everybodyHears("PARAGRAPH");
          read(play);
        });
    script.step(
        "clear",
        play -> {
          say(play, TWO, "PARAGRAPH_CLEAR_OUTPUT", 0);
          play.everybodyHears("PARAGRAPH");
          read(play);
        });
    script.step("open-again", play -> look(play, THREE));
    script.step("off", play -> change(play, ONE, "false"));
  }

  private void change(Play play, String browser, String to)
      throws IOException, InterruptedException {
    play.say(browser, "UPDATE_PERSONALIZED_MODE", "id", note, "personalized", to);
    play.everybodyHears("NOTE");
    read(play);
  }
}
