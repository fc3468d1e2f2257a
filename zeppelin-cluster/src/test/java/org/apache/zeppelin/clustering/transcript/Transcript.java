// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was said in every step, normalised, by the names of the steps. */
final class Transcript {

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private final Map<String, JsonObject> steps = new LinkedHashMap<>();

  void add(String step, JsonObject said) {
    steps.put(step, said);
  }

  /** Takes the steps of another one after its own. */
  void addAll(Transcript more) {
    steps.putAll(more.steps);
  }

  /** What was said in the step; null when it was not played. */
  JsonObject step(String name) {
    return steps.get(name);
  }

  Collection<String> names() {
    return List.copyOf(steps.keySet());
  }

  void save(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    steps.forEach(
        (name, said) -> {
          lines.add("==== " + name);
          lines.add(GSON.toJson(said));
        });
    Files.write(file, lines);
  }
}
