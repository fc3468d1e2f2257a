// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;
import java.util.List;

/** A program edits by REST what users look at. */
final class RestEditGroup extends OpenNote {

  @Override
  public String name() {
    return "rest-edit";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero", "%md one");
    script.step(
        "add",
        play -> {
          paragraphs.add(
              play.made(path() + "/paragraph", Json.object("title", "t", "text", "%md two")));
          play.everybodyHears("NOTE");
          play.getEverywhere(path(2));
        });
    script.step(
        "add-at",
        play -> {
          paragraphs.add(
              play.made(
                  path() + "/paragraph",
                  Json.object(
                      "title",
                      "t",
                      "text",
                      "%md first",
                      "index",
                      0,
                      "config",
                      Json.object("colWidth", 4.0, "title", true))));
          play.everybodyHears("NOTE");
          read(play);
        });
    script.step(
        "change",
        play -> {
          play.put(path(0), Json.object("text", "%md changed", "title", "new title"));
          play.everybodyHears("PARAGRAPH");
          play.getEverywhere(path(0));
        });
    script.step(
        "configure",
        play -> {
          play.put(path(0) + "/config", Json.object("colWidth", 6.0, "title", false));
          play.getEverywhere(path(0));
          play.put(path(0) + "/config", Json.object());
        });
    script.step(
        "move",
        play -> {
          play.post(path(0) + "/move/2", null);
          play.everybodyHears("NOTE");
          play.post(path(0) + "/move/99", null);
          read(play);
        });
    script.step(
        "delete",
        play -> {
          play.delete(path(1));
          play.everybodyHears("NOTE");
          play.getEverywhere(path(1));
          read(play);
        });
    script.step(
        "next",
        play -> {
          play.post(path() + "/paragraph/next?maxParagraph=9", null);
          play.post(path() + "/paragraph/next?maxParagraph=1", null);
          read(play);
        });
    script.step("unknown", this::unknown);
  }

  private void unknown(Play play) throws IOException, InterruptedException {
    String text = "{\"text\":\"%md x\"}";
    for (String path : List.of(path() + "/paragraph/none", "/notebook/2ZZZZZZZZ/paragraph/none")) {
      play.get(path);
      play.put(path, text);
      play.put(path + "/config", "{\"colWidth\":3.0}");
      play.post(path + "/move/0", null);
      play.delete(path);
    }
    play.getEverywhere("/notebook/2ZZZZZZZZ");
    play.post("/notebook/2ZZZZZZZZ/paragraph", text);
    play.put("/notebook/2ZZZZZZZZ/clear", null);
    play.get("/notebook/export/2ZZZZZZZZ");
    play.post("/notebook/2ZZZZZZZZ", Json.note("rest-edit/none"));
  }
}
