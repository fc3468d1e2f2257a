// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

/** Several users type in one paragraph. */
final class TogetherGroup extends OpenNote {

  @Override
  public String name() {
    return "together";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero");
    script.step(
        "type",
        play -> {
          patch(play, ONE, "@@ -4,5 +4,9 @@\n  zero\n+ one\n");
          hear(play, TWO, THREE);
          play.getEverywhere(path(0));
        });
    script.step(
        "type-by-another",
        play -> {
          patch(play, TWO, "@@ -8,5 +8,9 @@\n  one\n+ two\n");
          hear(play, ONE, THREE);
          play.getEverywhere(path(0));
        });
    script.step(
        "type-in-turn",
        play -> {
          patch(play, THREE, "@@ -1,4 +1,8 @@\n+%25md \n %25md \n");
          hear(play, ONE, TWO);
          patch(play, ONE, "@@ -1,8 +1,4 @@\n-%25md \n %25md \n");
          hear(play, TWO, THREE);
          play.getEverywhere(path(0));
        });
    script.step(
        "no-patch",
        play -> {
          patch(play, TWO, "no patch");
          play.hearsSomething(TWO);
          play.getEverywhere(path(0));
        });
    script.step(
        "one-leaves",
        play -> {
          String other = play.made("/notebook", Json.note("together/other"));
          for (String browser : new String[] {THREE, TWO}) {
            play.say(browser, "GET_NOTE", "id", other);
            play.hears(browser, "NOTE", 1);
            play.calm();
          }
        });
    script.step(
        "alone",
        play -> {
          patch(play, ONE, "@@ -1,4 +1,8 @@\n+%25md \n %25md \n");
          play.calm();
          play.getEverywhere(path(0));
        });
  }

  private void patch(Play play, String browser, String patch) throws InterruptedException {
    say(play, browser, "PATCH_PARAGRAPH", 0, "noteId", note, "patch", patch);
  }

  private static void hear(Play play, String... browsers) throws InterruptedException {
    for (String browser : browsers) {
      play.hears(browser, "PATCH_PARAGRAPH", 1);
    }
    play.calm();
  }
}
