// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.apache.zeppelin.clustering.transcript.Audience.ALL;
import static org.apache.zeppelin.clustering.transcript.Audience.ONE;
import static org.apache.zeppelin.clustering.transcript.Audience.THREE;
import static org.apache.zeppelin.clustering.transcript.Audience.TWO;

/** What a page asks for beside the note: completion, editors, interpreters. */
final class HelpGroup extends OpenNote {

  @Override
  public String name() {
    return "help";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero", "%sample echo one");
    script.step(
        "completion",
        play -> {
          for (String browser : ALL) {
            say(play, browser, "COMPLETION", 1, "buf", "%sample ec", "cursor", 10);
            play.hears(browser, "COMPLETION_LIST", 1);
          }
          say(play, TWO, "COMPLETION", 0, "buf", "%md", "cursor", 3);
          play.hears(TWO, "COMPLETION_LIST", 2);
        });
    script.step(
        "editor",
        play -> {
          for (String browser : ALL) {
            for (int i = 0; i < paragraphs.size(); i++) {
              String text = i == 0 ? "%md x" : "%sample x";
              play.say(
                  browser,
                  "EDITOR_SETTING",
                  "paragraphId",
                  paragraphs.get(i),
                  "paragraphText",
                  text);
              play.hears(browser, "EDITOR_SETTING", i + 1);
            }
          }
        });
    script.step(
        "bindings",
        play -> {
          for (String browser : ALL) {
            play.say(browser, "GET_INTERPRETER_BINDINGS", "noteId", note);
            play.hears(browser, "INTERPRETER_BINDINGS", 1);
          }
        });
    script.step(
        "bind",
        play -> {
          play.say(
              THREE,
              "SAVE_INTERPRETER_BINDINGS",
              "noteId",
              note,
              "selectedSettingIds",
              "[\"sample\", \"md\"]");
          play.hears(THREE, "INTERPRETER_BINDINGS", 1);
          read(play);
        });
    script.step(
        "settings",
        play -> {
          for (String browser : ALL) {
            play.say(browser, "GET_INTERPRETER_SETTINGS");
            play.hears(browser, "INTERPRETER_SETTINGS", 1);
          }
          play.getEverywhere("/interpreter");
          play.getEverywhere("/interpreter/setting/sample");
        });
    script.step(
        "odd",
        play -> {
          play.sayWithTicket(TWO, "stolen", "GET_NOTE", "id", note);
          play.hears(TWO, "SESSION_LOGOUT", 1);
          play.say(ONE, "NO_SUCH_OPERATION", "id", note);
          play.hears(ONE, "ERROR_INFO", 1);
          play.say(TWO, "GET_NOTE");
          play.say(THREE, "COMPLETION", "id", "none", "buf", "x", "cursor", 1);
          play.hearsSomething(THREE);
        });
  }
}
