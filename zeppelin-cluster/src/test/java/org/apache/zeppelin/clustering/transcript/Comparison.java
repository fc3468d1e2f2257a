// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what two transcripts of the same script say differently. */
final class Comparison {

  private final List<Difference> differences = new ArrayList<>();

  private Comparison() {}

  /** All differences, in the order of the script. */
  static List<Difference> of(Transcript first, Transcript second) {
    Comparison comparison = new Comparison();
    Set<String> names = new LinkedHashSet<>(first.names());
    names.addAll(second.names());
    for (String name : names) {
      comparison.step(name, first.step(name), second.step(name));
    }
    return comparison.differences;
  }

  private void step(String name, JsonObject first, JsonObject second) {
    if (first == null || second == null) {
      add(name, "the step", first == null ? null : "played", second == null ? null : "played");
      return;
    }
    for (String part : List.of("did", "answers", "missed")) {
      sequences(name, part, first.getAsJsonArray(part), second.getAsJsonArray(part));
    }
    JsonObject heardFirst = first.getAsJsonObject("heard");
    JsonObject heardSecond = second.getAsJsonObject("heard");
    Set<String> browsers = new LinkedHashSet<>(heardFirst.keySet());
    browsers.addAll(heardSecond.keySet());
    for (String browser : browsers) {
      sequences(
          name,
          "browser " + browser,
          said(list(heardFirst, browser)),
          known(list(heardSecond, browser)));
    }
  }

  private static JsonArray list(JsonObject heard, String browser) {
    return heard.has(browser) ? heard.getAsJsonArray(browser) : new JsonArray();
  }

  /** Without what the browser only showed still. */
  private static JsonArray said(JsonArray messages) {
    JsonArray said = new JsonArray();
    for (JsonElement message : messages) {
      if (!isShownBefore(message)) {
        said.add(message);
      }
    }
    return said;
  }

  /** What the browser showed still is as good as said once more. */
  private static JsonArray known(JsonArray messages) {
    JsonArray known = messages.deepCopy();
    for (JsonElement message : known) {
      if (isShownBefore(message)) {
        message.getAsJsonObject().remove(Rules.SHOWN_BEFORE);
      }
    }
    return known;
  }

  private static boolean isShownBefore(JsonElement message) {
    return message.isJsonObject() && message.getAsJsonObject().has(Rules.SHOWN_BEFORE);
  }

  private void add(String step, String where, String first, String second) {
    differences.add(new Difference(step, where, first, second));
  }

  /** Pairs what both lists have in the same order, and compares what stands between. */
  private void sequences(String step, String where, JsonArray first, JsonArray second) {
    int[][] common = commonLengths(first, second);
    List<JsonElement> left = new ArrayList<>();
    List<JsonElement> right = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < first.size() || j < second.size()) {
      if (i < first.size() && j < second.size() && same(first.get(i), second.get(j))) {
        gap(step, where, left, right);
        i++;
        j++;
      } else if (j == second.size() || i < first.size() && common[i + 1][j] >= common[i][j + 1]) {
        left.add(first.get(i++));
      } else {
        right.add(second.get(j++));
      }
    }
    gap(step, where, left, right);
  }

  /** For each pair of ends, how many elements both have in the same order. */
  private static int[][] commonLengths(JsonArray first, JsonArray second) {
    int[][] lengths = new int[first.size() + 1][second.size() + 1];
    for (int i = first.size() - 1; i >= 0; i--) {
      for (int j = second.size() - 1; j >= 0; j--) {
        lengths[i][j] =
            same(first.get(i), second.get(j))
                ? lengths[i + 1][j + 1] + 1
                : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    return lengths;
  }

  /** As text: for Gson 1 and 1.0 are the same, and for who reads them they are not. */
  private static boolean same(JsonElement first, JsonElement second) {
    return first.toString().equals(second.toString());
  }

  /** Compares what has no equal: each with the next of its kind, as far as there is one. */
  private void gap(String step, String where, List<JsonElement> left, List<JsonElement> right) {
    List<JsonElement> rest = new ArrayList<>(right);
    for (JsonElement one : left) {
      JsonElement partner =
          rest.stream().filter(r -> kind(r).equals(kind(one))).findFirst().orElse(null);
      if (partner == null) {
        add(step, where + ", " + kind(one), one.toString(), null);
      } else {
        rest.remove(partner);
        elements(step, where + ", " + kind(one), one, partner);
      }
    }
    rest.stream()
        .filter(r -> !Rules.isWelcome(r))
        .forEach(r -> add(step, where + ", " + kind(r), null, r.toString()));
    left.clear();
    right.clear();
  }

  /** What an answer is to, the op of a message, or the first word of a text. */
  private static String kind(JsonElement element) {
    if (element.isJsonObject()) {
      JsonObject object = element.getAsJsonObject();
      for (String key : List.of("to", "op")) {
        if (object.has(key)) {
          return object.get(key).getAsString();
        }
      }
      return "object";
    }
    return element.isJsonPrimitive() ? element.getAsString().split(" ", 2)[0] : "list";
  }

  private void elements(String step, String where, JsonElement first, JsonElement second) {
    if (same(first, second)) {
      return;
    }
    if (first.isJsonObject() && second.isJsonObject()) {
      Set<String> keys = new LinkedHashSet<>(first.getAsJsonObject().keySet());
      keys.addAll(second.getAsJsonObject().keySet());
      for (String key : keys.stream().sorted().collect(Collectors.toList())) {
        children(
            step,
            where + "." + key,
            first.getAsJsonObject().get(key),
            second.getAsJsonObject().get(key));
      }
    } else if (first.isJsonArray()
        && second.isJsonArray()
        && first.getAsJsonArray().size() == second.getAsJsonArray().size()) {
      for (int i = 0; i < first.getAsJsonArray().size(); i++) {
        children(
            step,
            where + "[" + i + "]",
            first.getAsJsonArray().get(i),
            second.getAsJsonArray().get(i));
      }
    } else {
      add(step, where, first.toString(), second.toString());
    }
  }

  private void children(String step, String where, JsonElement first, JsonElement second) {
    if (first == null || second == null) {
      String left = first == null ? null : first.toString();
      add(step, where, left, second == null ? null : second.toString());
    } else {
      elements(step, where, first, second);
    }
  }
}
