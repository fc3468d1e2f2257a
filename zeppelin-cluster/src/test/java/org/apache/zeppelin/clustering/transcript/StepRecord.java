// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was done in a step and what was said to it, as it came. */
final class StepRecord {

  private final List<String> learned = new ArrayList<>();
  private final List<String> did = new ArrayList<>();
  private final List<JsonElement> answers = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();
  private final Map<String, List<JsonObject>> heard = new LinkedHashMap<>();

  /** Says that the script goes on with that id. */
  void learned(String id) {
    learned.add(id);
  }

  void did(String what) {
    did.add(what);
  }

  void answered(String question, int status, JsonElement body) {
    JsonObject answer = new JsonObject();
    answer.addProperty("to", question);
    answer.addProperty("status", status);
    answer.add("body", body);
    answers.add(answer);
  }

  /** Says what was awaited and did not come. */
  void missed(String what) {
    if (!missed.contains(what)) {
      missed.add(what);
    }
  }

  boolean hasMissed() {
    return !missed.isEmpty();
  }

  void heard(String browser, List<JsonObject> messages) {
    heard.put(browser, messages);
  }

  /**
   * The record in words that are the same for every run. Ids are numbered in the order in which the
   * script learned them, and then as they appear.
   */
  JsonObject normalised(Normaliser normaliser) {
    learned.forEach(normaliser::normalise);
    JsonObject step = new JsonObject();
    step.add("did", texts(did, normaliser));
    JsonArray all = new JsonArray();
    answers.forEach(a -> all.add(normaliser.normalise(a)));
    step.add("answers", all);
    JsonObject browsers = new JsonObject();
    heard.forEach(
        (browser, messages) -> {
          JsonArray said = new JsonArray();
          Streams.collapse(messages).forEach(m -> said.add(normaliser.normalise(m)));
          browsers.add(browser, said);
        });
    step.add("heard", browsers);
    step.add("missed", texts(missed, normaliser));
    return step;
  }

  private static JsonArray texts(List<String> texts, Normaliser normaliser) {
    JsonArray array = new JsonArray();
    texts.forEach(t -> array.add(normaliser.normalise(t)));
    return array;
  }
}
