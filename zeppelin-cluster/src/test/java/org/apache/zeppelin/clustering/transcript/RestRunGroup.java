// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;
import java.util.Map;

/** A program runs by REST what users look at. */
final class RestRunGroup extends OpenNote {

  private static final Object THREE = Map.of("params", Map.of("x", "3"));

  @Override
  public String name() {
    return "rest-run";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero", "%sample echo x is ${x=1}", "%sample echo going\nsleep 60000");
    script.step(
        "and-wait",
        play -> {
          play.post(run(1), null);
          done(play, "x is 1\n");
        });
    script.step(
        "and-wait-with-parameters",
        play -> {
          play.post(run(1), THREE);
          done(play, "x is 3\n");
        });
    script.step(
        "by-another",
        play -> {
          play.post(run(0), null);
          play.everybodySees(paragraphs.get(0), "FINISHED");
          play.getEverywhere(path(0));
        });
    script.step(
        "start",
        play -> {
          play.post(job(1), Map.of("params", Map.of("x", "4")));
          done(play, "x is 4\n");
          play.getEverywhere(job(1));
        });
    script.step(
        "stop",
        play -> {
          play.post(job(2), null);
          play.everybodyReads(paragraphs.get(2), "going\n");
          play.getEverywhere(job(2));
          play.getEverywhere("/notebook/job/" + note);
          play.delete(job(2));
          play.everybodySeesCancelled(paragraphs.get(2));
          read(play);
          renew(play, 2, "%sample throw no luck");
        });
    note(script);
    script.step(
        "unknown",
        play -> {
          play.get(job(0) + "x");
          play.post(job(0) + "x", null);
          play.post(run(0) + "x", null);
          play.delete(job(0) + "x");
          play.get("/notebook/job/2ZZZZZZZZ");
          play.post("/notebook/job/2ZZZZZZZZ", null);
          play.delete("/notebook/job/2ZZZZZZZZ");
        });
  }

  private void note(Script script) {
    script.step(
        "fail",
        play -> {
          play.post(run(2), null);
          play.everybodySees(paragraphs.get(2), "ERROR");
          play.getEverywhere(path(2));
        });
    script.step(
        "note-and-wait",
        play -> {
          play.put(path(2), Json.object("text", "%sample echo last"));
          play.post("/notebook/job/" + note + "?blocking=true", null);
          play.everybodyHears("NOTE_RUNNING_STATUS", 2);
          play.everybodyReads(paragraphs.get(2), "last\n");
          read(play);
        });
    script.step(
        "note-start",
        play -> {
          play.post("/notebook/job/" + note, THREE);
          play.everybodyHears("NOTE_RUNNING_STATUS", 2);
          play.everybodyReads(paragraphs.get(2), "last\n");
          play.getEverywhere("/notebook/job/" + note);
        });
    script.step(
        "note-stop",
        play -> {
          play.put(path(2), Json.object("text", "%sample echo going\nsleep 60000"));
          play.post("/notebook/job/" + note, null);
          play.everybodyReads(paragraphs.get(2), "going\n");
          play.delete("/notebook/job/" + note);
          play.everybodyHears("NOTE_RUNNING_STATUS", 2);
          play.everybodySeesCancelled(paragraphs.get(2));
          read(play);
          renew(play, 2, "%sample echo alone");
        });
    script.step(
        "note-isolated",
        play -> {
          play.post("/notebook/job/" + note + "?blocking=true&isolated=true", null);
          play.everybodyHears("NOTE_RUNNING_STATUS", 2);
          play.everybodyReads(paragraphs.get(2), "alone\n");
          read(play);
        });
    script.step(
        "clear",
        play -> {
          play.put(path() + "/clear", null);
          read(play);
        });
  }

  private void done(Play play, String output) throws IOException, InterruptedException {
    play.everybodySees(paragraphs.get(1), "FINISHED");
    play.everybodyReads(paragraphs.get(1), output);
    play.getEverywhere(path(1));
  }

  private String run(int paragraph) {
    return "/notebook/run/" + note + "/" + paragraphs.get(paragraph);
  }

  private String job(int paragraph) {
    return "/notebook/job/" + note + "/" + paragraphs.get(paragraph);
  }
}
