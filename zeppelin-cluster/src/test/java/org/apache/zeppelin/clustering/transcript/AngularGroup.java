// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import java.io.IOException;

/** Variables that a page shares with an interpreter. */
final class AngularGroup extends OpenNote {

  private static final String GROUP = "sample-shared_process";
  private static final String TEXT = "%sample echo ${colour=none}";

  @Override
  public String name() {
    return "angular";
  }

  @Override
  public void write(Script script) {
    open(script, TEXT, "%md x");
    script.step(
        "bind",
        play -> {
          change(play, ONE, "ANGULAR_OBJECT_CLIENT_BIND", "value", "green");
          hear(play, "ANGULAR_OBJECT_UPDATE", TWO, THREE);
          read(play);
        });
    script.step("use", play -> uses(play, "green\n"));
    script.step(
        "update",
        play -> {
          change(play, TWO, "ANGULAR_OBJECT_UPDATED", "value", "blue", "interpreterGroupId", GROUP);
          hear(play, "ANGULAR_OBJECT_UPDATE", ONE, THREE);
          read(play);
        });
    script.step("use-again", play -> uses(play, "blue\n"));
    script.step(
        "reload",
        play -> {
          play.say(THREE, "RELOAD_NOTE", "id", note);
          play.hears(THREE, "NOTE", 1);
          play.hears(THREE, "ANGULAR_OBJECT_UPDATE", 1);
        });
    script.step(
        "structured",
        play -> {
          change(play, THREE, "ANGULAR_OBJECT_CLIENT_BIND", "value", Json.object("a", 1, "b", "c"));
          hear(play, "ANGULAR_OBJECT_UPDATE", ONE, TWO);
        });
    script.step(
        "unbind",
        play -> {
          change(play, THREE, "ANGULAR_OBJECT_CLIENT_UNBIND");
          hear(play, "ANGULAR_OBJECT_REMOVE", ONE, TWO);
          read(play);
        });
    script.step("without", play -> uses(play, "none\n"));
    script.step(
        "unknown",
        play -> {
          play.say(ONE, "ANGULAR_OBJECT_CLIENT_BIND", "noteId", note, "name", "x", "value", 1);
          play.hears(ONE, "ERROR_INFO", 1);
          change(play, TWO, "ANGULAR_OBJECT_UPDATED", "value", "red", "interpreterGroupId", "none");
        });
  }

  private void change(Play play, String browser, String op, Object... more)
      throws InterruptedException {
    Object[] data = new Object[more.length + 6];
    System.arraycopy(
        new Object[] {"noteId", note, "paragraphId", paragraphs.get(0), "name", "colour"},
        0,
        data,
        0,
        6);
    System.arraycopy(more, 0, data, 6, more.length);
    play.say(browser, op, data);
  }

  private static void hear(Play play, String op, String... browsers) throws InterruptedException {
    for (String browser : browsers) {
      play.hears(browser, op, 1);
    }
  }

  private void uses(Play play, String output) throws IOException, InterruptedException {
    runs(play, THREE, 0, TEXT, "FINISHED");
    play.everybodyReads(paragraphs.get(0), output);
    play.getEverywhere(path(0));
  }
}
