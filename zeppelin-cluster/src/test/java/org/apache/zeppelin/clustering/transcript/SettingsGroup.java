// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Interpreter settings and repositories. A change counts on the other servers a moment later, so
 * each is asked until it has it.
 */
final class SettingsGroup extends OpenNote {

  private static final String SETTINGS = "/interpreter/setting";
  private static final String TRIAL = SETTINGS + "/trial";
  private static final String REPOSITORIES = "/interpreter/repository";

  @Override
  public String name() {
    return "settings";
  }

  @Override
  public void write(Script script) {
    script.step(
        "make",
        play -> {
          play.post(SETTINGS, trial("none"));
          everywhere(play, TRIAL, answer -> colour(answer, "none"));
        });
    script.step("make-again", play -> play.post(SETTINGS, trial("other")));
    script.step("make-nothing", play -> play.post(SETTINGS, "{"));
    open(script, "%trial property colour");
    script.step("use", play -> use(play, "none\n"));
    script.step(
        "change",
        play -> {
          play.put(TRIAL, trial("green"));
          everywhere(play, TRIAL, answer -> colour(answer, "green"));
          use(play, "green\n");
        });
    script.step("change-what-is-not-there", play -> play.put(SETTINGS + "/nosuch", trial("x")));
    script.step(
        "restart",
        play -> {
          play.put(SETTINGS + "/restart/trial", null);
          play.put(SETTINGS + "/restart/nosuch", null);
          use(play, "green\n");
        });
    script.step(
        "remove",
        play -> {
          play.delete(TRIAL);
          everywhere(play, TRIAL, answer -> status(answer) == 404);
          play.post("/notebook/run/" + note + "/" + paragraphs.get(0), null);
        });
    script.step("remove-again", play -> play.delete(TRIAL));
    repositories(script);
  }

  private void repositories(Script script) {
    script.step(
        "add-repository",
        play -> {
          play.post(
              REPOSITORIES,
              Json.object("id", "trial-repository", "url", "http://127.0.0.1:1/none"));
          everywhere(play, REPOSITORIES, answer -> lists(answer));
        });
    script.step(
        "remove-repository",
        play -> {
          play.delete(REPOSITORIES + "/trial-repository");
          everywhere(play, REPOSITORIES, answer -> !lists(answer));
        });
  }

  private static Object trial(String colour) {
    return Map.of(
        "name",
        "trial",
        "group",
        "sample",
        "properties",
        Map.of("colour", Map.of("name", "colour", "value", colour, "type", "string")),
        "dependencies",
        List.of(),
        "option",
        Map.of("remote", true, "perNote", "shared", "perUser", "shared"));
  }

  private void use(Play play, String output) throws IOException, InterruptedException {
    play.post("/notebook/run/" + note + "/" + paragraphs.get(0), null);
    play.everybodySees(paragraphs.get(0), "FINISHED");
    play.everybodyReads(paragraphs.get(0), output);
    read(play);
  }

  private static void everywhere(Play play, String path, Predicate<JsonElement> fits)
      throws IOException, InterruptedException {
    for (int i = 0; i < Audience.ALL.size(); i++) {
      play.until(path, fits);
    }
  }

  private static int status(JsonElement answer) {
    if (!answer.isJsonObject() || !answer.getAsJsonObject().has("status")) {
      return 404;
    }
    return answer.getAsJsonObject().get("status").getAsString().equals("OK") ? 200 : 404;
  }

  private static boolean colour(JsonElement answer, String colour) {
    if (status(answer) != 200) {
      return false;
    }
    JsonObject setting = answer.getAsJsonObject().getAsJsonObject("body");
    return setting.get("status").getAsString().equals("READY")
        && setting.getAsJsonObject("properties").toString().contains("\"" + colour + "\"");
  }

  private static boolean lists(JsonElement answer) {
    return answer.toString().contains("trial-repository");
  }
}
