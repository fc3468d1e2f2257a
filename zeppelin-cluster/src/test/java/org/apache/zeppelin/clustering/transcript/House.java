// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** What is done on a stage around the groups, and is in nobody's transcript. */
final class House {

  private final Stage stage;
  private final Rest rest;

  House(Stage stage) {
    this.stage = stage;
    this.rest = new Rest(stage.cluster());
  }

  /** Runs something everywhere: the start of a process is no part of a step. */
  void warmUp() throws IOException, InterruptedException {
    for (int server = 1; server <= stage.servers(); server++) {
      JsonObject body = Json.note("/warm-up-" + server, "%sample echo warm", "%md warm");
      String id = rest.ask(server, "POST", "/notebook", body).body().getAsString();
      rest.ask(server, "POST", "/notebook/job/" + id + "?blocking=true", null);
      rest.ask(server, "DELETE", "/notebook/" + id, null);
    }
  }

  /** Deletes all notes, wherever they are listed, so that the next group has none of them. */
  void cleanUp() throws IOException, InterruptedException {
    for (int server = 1; server <= stage.servers(); server++) {
      for (String id : list(server)) {
        rest.ask(server, "DELETE", "/notebook/" + id, null);
      }
    }
  }

  /** The ids of notes that are still listed somewhere. */
  Set<String> leftovers() throws IOException, InterruptedException {
    Set<String> all = new TreeSet<>();
    for (int server = 1; server <= stage.servers(); server++) {
      all.addAll(list(server));
    }
    return all;
  }

  private Set<String> list(int server) throws IOException, InterruptedException {
    Set<String> ids = new TreeSet<>();
    JsonElement list = rest.ask(server, "GET", "/notebook", null).body();
    if (list.isJsonArray()) {
      list.getAsJsonArray().forEach(n -> ids.add(n.getAsJsonObject().get("id").getAsString()));
    }
    return ids;
  }
}
