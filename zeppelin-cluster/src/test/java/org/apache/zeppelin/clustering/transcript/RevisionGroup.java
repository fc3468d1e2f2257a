// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Versions of a note. */
final class RevisionGroup extends OpenNote {

  private String first;

  @Override
  public String name() {
    return "revisions";
  }

  @Override
  public void write(Script script) {
    open(script, "%md as it was");
    script.step("none", play -> list(play));
    script.step(
        "commit",
        play -> {
          JsonArray revisions = commit(play, ONE, "the first");
          if (revisions.size() == 0) {
            throw new Missing("a revision");
          }
          first = play.learn(revisions.get(0).getAsJsonObject().get("id").getAsString());
          list(play);
        });
    script.step(
        "commit-nothing",
        play -> {
          play.say(TWO, "CHECKPOINT_NOTE", "noteId", note, "commitMessage", "nothing new");
          play.heard(TWO, "ERROR_INFO");
        });
    script.step(
        "commit-by-another",
        play -> {
          play.put(path(0), Json.object("text", "%md as it is"));
          play.everybodyHears("PARAGRAPH");
          commit(play, THREE, "the second");
          list(play);
        });
    script.step(
        "look",
        play -> {
          for (String browser : Audience.ALL) {
            play.say(browser, "NOTE_REVISION", "noteId", note, "revisionId", first);
            play.hears(browser, "NOTE_REVISION", 1);
          }
        });
    script.step(
        "compare",
        play -> {
          for (String browser : Audience.ALL) {
            compare(play, browser, first, "first");
            compare(play, browser, "Head", "second");
            play.hears(browser, "NOTE_REVISION_FOR_COMPARE", 2);
          }
        });
    script.step(
        "return",
        play -> {
          play.say(TWO, "SET_NOTE_REVISION", "noteId", note, "revisionId", first);
          play.hears(TWO, "SET_NOTE_REVISION", 1);
          play.everybodyHears("NOTE");
          read(play);
        });
    script.step("after", play -> list(play));
    rest(script);
  }

  /** Since 0.11; older ones say that there is no such thing. */
  private void rest(Script script) {
    script.step(
        "rest",
        play -> {
          play.put(path(0), Json.object("text", "%md by a program"));
          play.everybodyHears("PARAGRAPH");
          play.post(path() + "/revision", Json.object("commitMessage", "the third"));
          play.getEverywhere(path() + "/revision");
          play.getEverywhere(path() + "/revision/" + first);
          play.put(path() + "/revision/" + first, null);
          read(play);
        });
  }

  private JsonArray commit(Play play, String browser, String message) throws InterruptedException {
    play.say(browser, "CHECKPOINT_NOTE", "noteId", note, "commitMessage", message);
    JsonObject data = play.heard(browser, "LIST_REVISION_HISTORY");
    return data.getAsJsonArray("revisionList");
  }

  private void list(Play play) throws InterruptedException {
    for (String browser : Audience.ALL) {
      play.say(browser, "LIST_REVISION_HISTORY", "noteId", note);
      play.hears(browser, "LIST_REVISION_HISTORY", 1);
      play.calm();
    }
  }

  private void compare(Play play, String browser, String revision, String position)
      throws InterruptedException {
    play.say(
        browser,
        "NOTE_REVISION_FOR_COMPARE",
        "noteId",
        note,
        "revisionId",
        revision,
        "position",
        position);
  }
}
