// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ALL;
import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Who may do what with a note; all of us are anonymous. */
final class RightsGroup extends OpenNote {

  @Override
  public String name() {
    return "rights";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero");
    script.step("none", this::show);
    script.step(
        "set",
        play -> {
          give(play, List.of("anonymous"), List.of("anonymous", "somebody"));
          show(play);
        });
    script.step(
        "deny",
        play -> {
          give(play, List.of("somebody"), List.of("somebody"));
          show(play);
        });
    script.step(
        "denied",
        play -> {
          read(play);
          play.put(path(0), Json.object("text", "%md mine"));
          play.post(path() + "/paragraph", Json.object("title", "", "text", "%md x"));
          play.post("/notebook/run/" + note + "/" + paragraphs.get(0), null);
          play.put(path() + "/rename", Json.object("name", "rights/mine"));
          play.delete(path());
          play.get("/notebook/export/" + note);
          play.getEverywhere("/notebook");
        });
    script.step(
        "denied-in-browsers",
        play -> {
          for (String browser : ALL) {
            play.say(browser, "GET_NOTE", "id", note);
            play.hearsSomething(browser);
          }
        });
    script.step(
        "denied-to-change",
        play -> {
          say(play, TWO, "PARAGRAPH_REMOVE", 0);
          run(play, ONE, 0, "%md mine", Map.of());
          play.say(THREE, "DEL_NOTE", "id", note);
          play.everybodySays("LIST_NOTES");
          play.everybodyHears("NOTES_INFO");
        });
    script.step("denied-to-give", play -> give(play, List.of(), List.of()));
    script.step("unknown", play -> play.get("/notebook/2ZZZZZZZZ/permissions"));
  }

  private void show(Play play) throws IOException, InterruptedException {
    play.getEverywhere(path() + "/permissions");
  }

  private void give(Play play, List<String> owners, List<String> others)
      throws IOException, InterruptedException {
    play.put(
        path() + "/permissions",
        Map.of("owners", owners, "writers", others, "runners", others, "readers", others));
  }
}
