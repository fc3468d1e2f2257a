// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import java.util.Map;

/** Paragraphs run, and all look on. */
final class RunGroup extends OpenNote {

  @Override
  public String name() {
    return "run";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero", "%sample echo one", "%md two");
    script.step(
        "markdown",
        play -> {
          runs(play, ONE, 0, "%md **bold**", "FINISHED");
          read(play);
        });
    script.step(
        "markdown-by-another",
        play -> {
          runs(play, TWO, 0, "%md _other_", "FINISHED");
          read(play);
        });
    script.step(
        "echo",
        play -> {
          runs(play, THREE, 1, "%sample echo hello", "FINISHED");
          play.everybodyReads(paragraphs.get(1), "hello\n");
          read(play);
        });
    script.step(
        "stream",
        play -> {
          run(play, ONE, 1, "%sample stream 6 150", Map.of());
          StringBuilder lines = new StringBuilder();
          for (int i = 1; i <= 6; i++) {
            lines.append("line ").append(i).append('\n');
          }
          play.everybodySees(paragraphs.get(1), "FINISHED");
          play.everybodyReads(paragraphs.get(1), lines.toString());
          read(play);
        });
    script.step(
        "information",
        play -> {
          runs(play, TWO, 1, "%sample info jobUrl http://job/1", "FINISHED");
          play.everybodyHears("PARAS_INFO");
          read(play);
        });
    script.step(
        "failure",
        play -> {
          runs(play, THREE, 1, "%sample throw the tank is empty", "ERROR");
          read(play);
        });
    script.step(
        "mistake",
        play -> {
          runs(play, ONE, 1, "%sample dance", "ERROR");
          read(play);
        });
    script.step(
        "no-interpreter",
        play -> {
          // Zeppelin tells no browser.
          run(play, TWO, 1, "%nosuch x", Map.of());
          read(play);
        });
    script.step(
        "last-paragraph",
        play -> {
          runs(play, THREE, 2, "%md the end", "FINISHED");
          play.everybodyHears("PARAGRAPH_ADDED");
          read(play);
        });
    script.step(
        "cancel",
        play -> {
          run(play, ONE, 1, "%sample echo going\nsleep 60000", Map.of());
          play.everybodyReads(paragraphs.get(1), "going\n");
          say(play, TWO, "CANCEL_PARAGRAPH", 1);
          play.everybodySeesCancelled(paragraphs.get(1));
          read(play);
        });
    clear(script);
  }

  private void clear(Script script) {
    script.step(
        "clear",
        play -> {
          say(play, THREE, "PARAGRAPH_CLEAR_OUTPUT", 0);
          play.everybodyHears("PARAGRAPH");
          read(play);
        });
    script.step(
        "clear-all",
        play -> {
          play.say(ONE, "PARAGRAPH_CLEAR_ALL_OUTPUT", "id", note);
          play.everybodyHears("NOTE");
          read(play);
        });
    script.step(
        "spell",
        play -> {
          say(
              play,
              TWO,
              "PARAGRAPH_EXECUTED_BY_SPELL",
              0,
              "title",
              "",
              "paragraph",
              "%spell x",
              "config",
              Map.of(),
              "params",
              Map.of(),
              "status",
              "FINISHED",
              "dateStarted",
              "2021-01-01T10:00:00.000Z",
              "dateFinished",
              "2021-01-01T10:00:01.000Z");
          play.hears(ONE, "RUN_PARAGRAPH_USING_SPELL", 1);
          play.hears(THREE, "RUN_PARAGRAPH_USING_SPELL", 1);
          read(play);
        });
  }
}
