// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the browsers of another Zeppelin heard in the same step, by kind and number. */
final class Expectation {

  /** The same id in a normalised step and in what a browser hears, as in the name of a clone. */
  private static final Pattern ID =
      Pattern.compile("<note-[^<>]*>|(?<![0-9A-Za-z])2[0-9A-Z]{8}(?![0-9A-Za-z])");

  private final Map<String, List<String>> kinds = new HashMap<>();

  /** Takes the normalised step. */
  Expectation(JsonObject step) {
    JsonObject heard = step.getAsJsonObject("heard");
    for (String browser : heard.keySet()) {
      List<String> of = new ArrayList<>();
      for (JsonElement message : heard.getAsJsonArray(browser)) {
        if (!message.getAsJsonObject().has(Rules.SHOWN_BEFORE)) {
          of.add(kind(message.getAsJsonObject()));
        }
      }
      kinds.put(browser, of);
    }
  }

  /** Has the browser heard at least as many of each kind? */
  boolean met(String browser, List<JsonObject> messages) {
    List<String> wanted = new ArrayList<>(kinds.getOrDefault(browser, List.of()));
    Streams.collapse(messages).forEach(m -> wanted.remove(kind(m)));
    return wanted.isEmpty();
  }

  private static String kind(JsonObject message) {
    StringBuilder kind = new StringBuilder(message.get("op").getAsString());
    for (String key : List.of("statuses", "text", "paths")) {
      if (message.has(key)) {
        kind.append(' ').append(message.get(key));
      }
    }
    return ID.matcher(kind).replaceAll("<note>");
  }
}
