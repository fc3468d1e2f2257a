// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.Map;

/**
 * Search, whose index follows when it has time. For names: whether the text of a new paragraph is
 * in the index is chance, as it may be taken in before the paragraph has its text.
 */
final class SearchGroup implements Group {

  private String note;

  @Override
  public String name() {
    return "search";
  }

  @Override
  public void write(Script script) {
    script.step(
        "find",
        play -> {
          note = play.made("/notebook", Json.note("search/the quick marmoset"));
          search(play, "marmoset", 1);
        });
    script.step("find-nothing", play -> search(play, "okapi", 0));
    script.step(
        "find-what-changed",
        play -> {
          play.say(
              TWO,
              "NOTE_UPDATE",
              "id",
              note,
              "name",
              "an okapi",
              "config",
              Map.of("isZeppelinNotebookCronEnable", true));
          play.everybodyLists("/search/an okapi");
          search(play, "okapi", 1);
          search(play, "marmoset", 0);
        });
    script.step(
        "forget",
        play -> {
          play.delete("/notebook/" + note);
          search(play, "okapi", 0);
        });
  }

  private static void search(Play play, String word, int hits)
      throws IOException, InterruptedException {
    for (int i = 0; i < Audience.ALL.size(); i++) {
      play.until("/notebook/search?q=" + word, answer -> hits(answer) == hits);
    }
  }

  private static int hits(JsonElement answer) {
    return answer.isJsonObject() && answer.getAsJsonObject().get("body").isJsonArray()
        ? answer.getAsJsonObject().getAsJsonArray("body").size()
        : -1;
  }
}
