// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.List;

/** Short ways to write JSON down. */
final class Json {

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  /** An object of the keys and values. */
  static JsonObject object(Object... keysAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.add((String) keysAndValues[i], GSON.toJsonTree(keysAndValues[i + 1]));
    }
    return object;
  }

  static String text(Object value) {
    return value instanceof String ? (String) value : GSON.toJson(value);
  }

  /** What is asked for when a note is made: up to 0.11 by the name and since 0.12 by the path. */
  static JsonObject note(String path) {
    return object("name", path, "notePath", path);
  }

  /** The same with paragraphs. */
  static JsonObject note(String path, String... texts) {
    JsonObject note = note(path);
    JsonObject[] paragraphs = new JsonObject[texts.length];
    for (int i = 0; i < texts.length; i++) {
      paragraphs[i] = object("title", "", "text", texts[i]);
    }
    note.add("paragraphs", GSON.toJsonTree(List.of(paragraphs)));
    return note;
  }
}
