// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;
import java.util.function.Predicate;

/** What a user has stored for data sources. */
final class CredentialsGroup implements Group {

  private static final String PATH = "/credential";

  @Override
  public String name() {
    return "credentials";
  }

  @Override
  public void write(Script script) {
    script.step("none", play -> play.getEverywhere(PATH));
    script.step("put", play -> put(play, "shop", "reader", "first"));
    script.step("put-another", play -> put(play, "office", "writer", "second"));
    script.step("change", play -> put(play, "shop", "owner", "third"));
    script.step("put-nothing", play -> play.put(PATH, Json.object("entity", "", "username", "")));
    script.step(
        "remove",
        play -> {
          play.delete(PATH + "/shop");
          everywhere(play, answer -> !answer.contains("shop"));
        });
    script.step("remove-again", play -> play.delete(PATH + "/shop"));
    script.step(
        "remove-all",
        play -> {
          play.delete(PATH);
          everywhere(play, answer -> !answer.contains("office"));
        });
  }

  private static void put(Play play, String entity, String user, String password)
      throws IOException, InterruptedException {
    play.put(PATH, Json.object("entity", entity, "username", user, "password", password));
    everywhere(play, answer -> answer.contains(entity) && answer.contains(user));
  }

  private static void everywhere(Play play, Predicate<String> fits)
      throws IOException, InterruptedException {
    for (int i = 0; i < Audience.ALL.size(); i++) {
      play.until(PATH, answer -> fits.test(answer.toString()));
    }
  }
}
