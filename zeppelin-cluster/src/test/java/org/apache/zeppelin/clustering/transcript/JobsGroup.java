// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import java.util.Map;

/** The page of the jobs. */
final class JobsGroup extends OpenNote {

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero", "%sample echo going\nsleep 8000");
    script.step(
        "list",
        play -> {
          play.say(ONE, "LIST_NOTE_JOBS");
          play.hears(ONE, "LIST_NOTE_JOBS", 1);
          play.getEverywhere("/notebook/jobmanager/");
        });
    script.step(
        "run",
        play -> {
          run(play, TWO, 1, "%sample echo going\nsleep 8000", Map.of());
          play.reads(TWO, paragraphs.get(1), "going\n");
          play.reads(THREE, paragraphs.get(1), "going\n");
          play.hears(ONE, "LIST_UPDATE_NOTE_JOBS", 1);
          play.getEverywhere("/notebook/jobmanager/");
        });
    script.step(
        "end",
        play -> {
          play.sees(TWO, paragraphs.get(1), "FINISHED");
          play.sees(THREE, paragraphs.get(1), "FINISHED");
          play.hears(ONE, "LIST_UPDATE_NOTE_JOBS", 1);
          play.getEverywhere("/notebook/jobmanager/");
          play.getEverywhere("/notebook/jobmanager/4000000000000/");
        });
    script.step(
        "other-note",
        play -> {
          String other = play.made("/notebook", Json.note("jobs/other"));
          play.hears(ONE, "LIST_UPDATE_NOTE_JOBS", 1);
          play.delete("/notebook/" + other);
        });
    script.step(
        "leave",
        play -> {
          play.say(ONE, "UNSUBSCRIBE_UPDATE_NOTE_JOBS");
          play.calm();
          run(play, TWO, 0, "%md again", Map.of());
          play.sees(TWO, paragraphs.get(0), "FINISHED");
          play.sees(THREE, paragraphs.get(0), "FINISHED");
        });
  }
}
