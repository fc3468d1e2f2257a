// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes what a Zeppelin said so that it is the same for every run of the same script. */
final class Normaliser {

  private final Placeholders placeholders = new Placeholders();
  private final Pattern dir;
  private final Set<String> leftovers;

  /**
   * Takes the folder of the servers, which paths in their answers start with, and the ids of notes
   * that could not be deleted before: what one group left is not told again in every other one.
   */
  Normaliser(String dir, Set<String> leftovers) {
    this.dir = Pattern.compile(Pattern.quote(dir) + "(/n\\d+\\b)?");
    this.leftovers = Set.copyOf(leftovers);
  }

  /** Ids that are new from now on are named after the step. */
  void begin(String step) {
    placeholders.begin(step);
  }

  JsonElement normalise(JsonElement element) {
    return normalise("", element);
  }

  String normalise(String text) {
    String local = dir.matcher(Rules.withoutFrames(text)).replaceAll("<dir>");
    return placeholders.replace(local);
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
    if (Rules.isCancelled(object)) {
      sorted.put("status", new JsonPrimitive(Rules.CANCELLED));
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
    for (JsonElement element : array) {
      if (!isLeftover(element)) {
        elements.add(normalise(key, element));
      }
    }
    if (Rules.isSet(key)) {
      elements.sort((a, b) -> a.toString().compareTo(b.toString()));
    }
    JsonArray normalised = new JsonArray();
    elements.forEach(normalised::add);
    return normalised;
  }

  /** Does the element of a list stand for one of those notes? */
  private boolean isLeftover(JsonElement element) {
    if (!element.isJsonObject()) {
      return false;
    }
    for (String key : List.of("id", "noteId")) {
      JsonElement id = element.getAsJsonObject().get(key);
      if (id != null && id.isJsonPrimitive() && leftovers.contains(id.getAsString())) {
        return true;
      }
    }
    return false;
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
