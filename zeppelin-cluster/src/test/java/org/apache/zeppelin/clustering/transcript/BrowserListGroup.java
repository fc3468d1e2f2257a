// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** The list of notes, in browsers. */
final class BrowserListGroup implements Group {

  private String first;
  private String second;

  @Override
  public String name() {
    return "browser-list";
  }

  @Override
  public void write(Script script) {
    create(script);
    rename(script);
    trash(script);
    remove(script);
    rest(script);
  }

  private static String id(JsonObject data) {
    return data.getAsJsonObject("note").get("id").getAsString();
  }

  /** Says it, and waits until all have the new list. */
  private static void change(Script script, String browser, String op, String step, Data data) {
    script.step(
        step,
        play -> {
          play.say(browser, op, data.get());
          play.everybodyHears("NOTES_INFO");
          play.getEverywhere("/notebook");
        });
  }

  private interface Data {
    Object[] get();
  }

  private static Data of(Object... data) {
    return () -> data;
  }

  private void create(Script script) {
    script.step(
        "create",
        play -> {
          play.say(ONE, "NEW_NOTE", "name", "browser-list/one", "defaultInterpreterGroup", "md");
          first = play.learn(id(play.heard(ONE, "NEW_NOTE")));
          play.everybodyHears("NOTES_INFO");
          play.getEverywhere("/notebook/" + first);
        });
    script.step(
        "create-in-folder",
        play -> {
          play.say(TWO, "NEW_NOTE", "name", "browser-list/folder/two");
          second = play.learn(id(play.heard(TWO, "NEW_NOTE")));
          play.everybodyHears("NOTES_INFO");
        });
    script.step(
        "create-taken",
        play -> {
          play.say(THREE, "NEW_NOTE", "name", "browser-list/one");
          play.heard(THREE, "ERROR_INFO");
        });
    script.step(
        "look-at-one",
        play -> {
          for (String browser : List.of(TWO, THREE)) {
            play.say(browser, "GET_NOTE", "id", first);
            play.hears(browser, "NOTE", 1);
            play.calm();
          }
        });
    script.step(
        "clone",
        play -> {
          play.say(THREE, "CLONE_NOTE", "id", first, "name", "browser-list/clone");
          play.heard(THREE, "NEW_NOTE");
          play.everybodyHears("NOTES_INFO");
        });
    change(
        script,
        ONE,
        "IMPORT_NOTE",
        "import",
        of(
            "note",
            Map.of(
                "name",
                "browser-list/imported",
                "paragraphs",
                List.of(Map.of("text", "%md x", "config", Map.of())),
                "config",
                Map.of())));
  }

  private void rename(Script script) {
    change(
        script,
        TWO,
        "NOTE_RENAME",
        "rename",
        () -> new Object[] {"id", second, "name", "renamed", "relative", true});
    script.step(
        "rename-taken",
        play -> {
          play.say(THREE, "NOTE_RENAME", "id", second, "name", "browser-list/one");
          play.heard(THREE, "ERROR_INFO");
        });
    change(
        script,
        THREE,
        "FOLDER_RENAME",
        "rename-folder",
        of("id", "browser-list/folder", "name", "browser-list/new-folder"));
  }

  private void trash(Script script) {
    change(script, ONE, "MOVE_NOTE_TO_TRASH", "trash-note", () -> new Object[] {"id", first});
    change(script, TWO, "RESTORE_NOTE", "restore-note", () -> new Object[] {"id", first});
    script.step(
        "restore-what-is-there",
        play -> {
          play.say(THREE, "RESTORE_NOTE", "id", first);
          play.heard(THREE, "ERROR_INFO");
        });
    change(
        script, THREE, "MOVE_FOLDER_TO_TRASH", "trash-folder", of("id", "browser-list/new-folder"));
    change(
        script,
        ONE,
        "RESTORE_FOLDER",
        "restore-folder",
        of("id", "~Trash/browser-list/new-folder"));
    change(script, ONE, "MOVE_NOTE_TO_TRASH", "trash-to-empty", () -> new Object[] {"id", first});
    change(script, TWO, "EMPTY_TRASH", "empty-trash", of());
  }

  private void remove(Script script) {
    script.step(
        "open-what-is-gone",
        play -> {
          play.say(THREE, "GET_NOTE", "id", first);
          play.heard(THREE, "ERROR_INFO");
        });
    change(script, TWO, "DEL_NOTE", "delete", () -> new Object[] {"id", second});
    script.step(
        "delete-what-is-gone",
        play -> {
          play.say(ONE, "DEL_NOTE", "id", second);
          play.heard(ONE, "ERROR_INFO");
        });
    change(script, THREE, "REMOVE_FOLDER", "remove-folder", of("id", "browser-list"));
  }

  private void rest(Script script) {
    script.step(
        "list",
        play -> {
          play.everybodySays("LIST_NOTES");
          play.everybodyHears("NOTES_INFO");
        });
    change(script, TWO, "RELOAD_NOTES_FROM_REPO", "reload", of());
    script.step(
        "home",
        play -> {
          play.everybodySays("GET_HOME_NOTE");
          play.everybodyHears("NOTE");
        });
    script.step("ping", play -> play.everybodySays("PING"));
  }
}
