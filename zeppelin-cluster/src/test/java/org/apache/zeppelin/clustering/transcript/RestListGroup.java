// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ALL;

import com.google.gson.JsonElement;
import java.io.IOException;

/** The list of notes, by REST. */
final class RestListGroup implements Group {

  private static final String IMPORTED =
      "{\"name\":\"rest-list/imported\",\"paragraphs\":[{\"text\":\"%md of old\",\"config\":{},"
          + "\"settings\":{\"params\":{},\"forms\":{}}}],\"config\":{},\"info\":{}}";

  private String note;
  private String clone;
  private String exported;

  @Override
  public String name() {
    return "rest-list";
  }

  @Override
  public void write(Script script) {
    script.step(
        "list",
        play -> {
          play.getEverywhere("/notebook");
          play.everybodySays("LIST_NOTES");
          play.everybodyHears("NOTES_INFO");
        });
    script.step(
        "create",
        play -> {
          note = play.made("/notebook", Json.note("rest-list/one"));
          play.getEverywhere("/notebook");
          play.getEverywhere("/notebook/" + note);
        });
    script.step("create-taken", play -> taken(play));
    script.step(
        "create-with-paragraphs",
        play -> {
          String id = play.made("/notebook", Json.note("rest-list/two", "%md a", "%md b"));
          play.getEverywhere("/notebook/" + id);
        });
    script.step(
        "clone",
        play -> {
          clone = play.made("/notebook/" + note, Json.note("rest-list/clone"));
          play.everybodyHears("NOTES_INFO");
          play.getEverywhere("/notebook/" + clone);
        });
    script.step(
        "clone-unnamed",
        play -> {
          play.post("/notebook/" + note, Json.object());
          play.everybodyHears("NOTES_INFO");
        });
    rename(script);
    transport(script);
    remove(script);
  }

  private void taken(Play play) throws IOException, InterruptedException {
    for (int i = 0; i < ALL.size(); i++) {
      play.post("/notebook", Json.note("rest-list/one"));
    }
    play.post("/notebook", Json.note("rest-list/../out"));
    play.post("/notebook", "no json");
  }

  private void rename(Script script) {
    script.step(
        "rename",
        play -> {
          play.put("/notebook/" + note + "/rename", Json.object("name", "rest-list/deep/one"));
          play.everybodyHears("NOTES_INFO");
          play.getEverywhere("/notebook/" + note);
        });
    script.step(
        "rename-refused",
        play -> {
          play.put("/notebook/" + clone + "/rename", Json.object("name", "rest-list/deep/one"));
          play.put("/notebook/" + clone + "/rename", Json.object("name", ""));
          play.put("/notebook/2ZZZZZZZZ/rename", Json.object("name", "rest-list/none"));
          play.getEverywhere("/notebook/" + clone);
        });
  }

  private void transport(Script script) {
    script.step(
        "by-path",
        play -> {
          // Since 0.12; older ones take the last word for an id.
          for (int i = 0; i < ALL.size(); i++) {
            play.post("/notebook/getByPath", Json.object("notePath", "/rest-list/deep/one"));
          }
          play.getEverywhere("/notebook/capabilities");
        });
    script.step(
        "export",
        play -> {
          JsonElement body = play.get("/notebook/export/" + note).body();
          exported = body.isJsonPrimitive() ? body.getAsString() : IMPORTED;
        });
    script.step(
        "import",
        play -> {
          String id = play.made("/notebook/import", IMPORTED);
          play.getEverywhere("/notebook/" + id);
          play.post("/notebook/import?notePath=rest-list/again", exported);
          play.post("/notebook/import", "no json");
          play.getEverywhere("/notebook");
        });
  }

  private void remove(Script script) {
    script.step(
        "delete",
        play -> {
          play.delete("/notebook/" + clone);
          play.everybodyHears("NOTES_INFO");
          play.getEverywhere("/notebook/" + clone);
          play.getEverywhere("/notebook");
        });
    script.step(
        "delete-again",
        play -> {
          play.delete("/notebook/" + clone);
          play.getEverywhere("/notebook");
        });
  }
}
