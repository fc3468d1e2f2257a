// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes what a Zeppelin said so that it is the same for every run of the same script. */
final class Normaliser {

  private final Placeholders placeholders = new Placeholders();
  private final String dir;

  /**
   * Takes the folder of the servers, which paths in their answers start with, and which is no
   * other's.
   */
  Normaliser(String dir) {
    this.dir = dir;
  }

  /** Ids that are new from now on are named after the step. */
  void begin(String step) {
    placeholders.begin(step);
  }

  JsonElement normalise(JsonElement element) {
    return normalise("", element);
  }

  String normalise(String text) {
    String local = text.replaceAll(java.util.regex.Pattern.quote(dir) + "(/n\\d+\\b)?", "<dir>");
    return placeholders.replace(Rules.withoutFrames(local));
  }

  private JsonElement normalise(String key, JsonElement element) {
    if (element.isJsonObject()) {
      return object(element.getAsJsonObject());
    }
    if (element.isJsonArray()) {
      return array(key, element.getAsJsonArray());
    }
    return element.isJsonPrimitive() ? primitive(key, element.getAsJsonPrimitive()) : element;
  }

  private JsonObject object(JsonObject object) {
    Map<String, JsonElement> sorted = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      sorted.put(entry.getKey(), entry.getValue());
    }
    if (Rules.isRunningByChance(object)) {
      sorted.put("isRunningJob", new JsonPrimitive(Rules.UNDER_WAY));
    }
    JsonObject normalised = new JsonObject();
    sorted.forEach((key, value) -> normalised.add(normalise(key), normalise(key, value)));
    return normalised;
  }

  private JsonArray array(String key, JsonArray array) {
    List<JsonElement> elements = new ArrayList<>();
    array.forEach(e -> elements.add(normalise(key, e)));
    if (Rules.isSet(key)) {
      elements.sort((a, b) -> a.toString().compareTo(b.toString()));
    }
    JsonArray normalised = new JsonArray();
    elements.forEach(normalised::add);
    return normalised;
  }

  private JsonElement primitive(String key, JsonPrimitive primitive) {
    if (primitive.isNumber()) {
      String moment = Rules.moment(primitive.getAsDouble());
      return moment == null ? primitive : new JsonPrimitive(moment);
    }
    if (!primitive.isString()) {
      return primitive;
    }
    // Made like the id of a paragraph, and no paragraph's.
    if (key.equals("jobName")) {
      return new JsonPrimitive(placeholders.name("job", primitive.getAsString()));
    }
    if (key.equals("status") && Rules.isPassing(primitive.getAsString())) {
      return new JsonPrimitive(Rules.UNDER_WAY);
    }
    return new JsonPrimitive(normalise(primitive.getAsString()));
  }
}
