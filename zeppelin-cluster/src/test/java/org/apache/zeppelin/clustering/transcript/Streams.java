// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes the streams of {@link Rules} out of what a browser heard, and says in one message what each
 * of them came to: the states of a paragraph and its last content, the output as it stands.
 */
final class Streams {

  private static final String OUTPUT = "OUTPUT...";

  private Streams() {}

  /** The messages whose order counts, in order, and then the streams by name. */
  static List<JsonObject> collapse(List<JsonObject> messages) {
    List<JsonObject> collapsed = new ArrayList<>();
    Map<String, List<JsonObject>> streams = new LinkedHashMap<>();
    for (JsonObject message : messages) {
      if (Rules.isNoise(message.get("op").getAsString())) {
        continue;
      }
      String stream = Rules.stream(message);
      if (stream == null) {
        collapsed.add(message);
      } else {
        streams.computeIfAbsent(stream, s -> new ArrayList<>()).add(message);
      }
    }
    // Ids grow with time, so this is the order in which the paragraphs were made.
    streams.keySet().stream().sorted().forEach(s -> collapsed.add(one(s, streams.get(s))));
    return collapsed;
  }

  /** The texts that stand in the browser as outputs of the paragraph. */
  static List<String> outputs(List<JsonObject> messages, String paragraph) {
    return collapse(messages).stream()
        .filter(m -> m.get("op").getAsString().equals(OUTPUT))
        .filter(m -> m.get("paragraphId").getAsString().equals(paragraph))
        .map(m -> m.get("text").getAsString())
        .collect(Collectors.toList());
  }

  private static JsonObject one(String stream, List<JsonObject> messages) {
    JsonObject last = messages.get(messages.size() - 1).deepCopy();
    if (stream.startsWith("output ")) {
      return output(messages);
    }
    JsonObject one = new JsonObject();
    one.addProperty("op", last.get("op").getAsString() + "...");
    if (stream.equals(Rules.JOBS)) {
      return one;
    }
    if (stream.equals(Rules.LIST)) {
      one.add("paths", paths(last));
      if (last.has(Rules.SHOWN_BEFORE)) {
        one.add(Rules.SHOWN_BEFORE, last.remove(Rules.SHOWN_BEFORE));
      }
    }
    if (stream.equals(Rules.TOGETHER)) {
      one.add("statuses", changes(messages, m -> Rules.data(m).toString()));
    }
    if (stream.startsWith("paragraph ")) {
      one.add("statuses", statuses(messages));
    }
    one.add("last", last);
    return one;
  }

  /** Of the notes in the list, in its order. */
  static JsonArray paths(JsonObject list) {
    JsonArray paths = new JsonArray();
    for (JsonElement note : Rules.data(list).getAsJsonArray("notes")) {
      paths.add(note.getAsJsonObject().get("path"));
    }
    return paths;
  }

  /** Which states the paragraph came to; one that passes only when it is the last. */
  private static JsonArray statuses(List<JsonObject> messages) {
    List<JsonObject> lasting = new ArrayList<>();
    for (JsonObject message : messages) {
      boolean isLast = message == messages.get(messages.size() - 1);
      if (isLast || !status(message).equals(Rules.UNDER_WAY)) {
        lasting.add(message);
      }
    }
    return changes(lasting, Streams::status);
  }

  private static String status(JsonObject message) {
    return Rules.status(Rules.data(message).getAsJsonObject("paragraph"));
  }

  /** What the messages say, without what is only said again. */
  private static JsonArray changes(
      List<JsonObject> messages, Function<JsonObject, String> meaning) {
    JsonArray changes = new JsonArray();
    String before = "";
    for (JsonObject message : messages) {
      String now = meaning.apply(message);
      if (!now.equals(before)) {
        changes.add(now);
        before = now;
      }
    }
    return changes;
  }

  /** What stands in the browser after the pieces, which are cut as they come. */
  private static JsonObject output(List<JsonObject> messages) {
    StringBuilder text = new StringBuilder();
    JsonObject one = new JsonObject();
    one.addProperty("op", OUTPUT);
    for (JsonObject message : messages) {
      JsonObject data = Rules.data(message);
      if (message.get("op").getAsString().equals("PARAGRAPH_UPDATE_OUTPUT")) {
        text.setLength(0);
        one.add("type", data.get("type"));
      }
      text.append(data.get("data").getAsString());
      for (String key : List.of("noteId", "paragraphId", "index")) {
        one.add(key, data.get(key));
      }
    }
    one.addProperty("text", text.toString());
    return one;
  }
}
