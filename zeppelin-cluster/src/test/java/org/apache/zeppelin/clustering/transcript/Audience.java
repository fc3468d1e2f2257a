// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.real.Browser;

/** The browsers that look on, each at the next server, and what they heard in a step. */
final class Audience implements AutoCloseable {

  static final String ONE = "one";
  static final String TWO = "two";
  static final String THREE = "three";
  static final List<String> ALL = List.of(ONE, TWO, THREE);

  private static final String ECHO = "CONFIGURATIONS_INFO";
  private static final String ANONYMOUS = "anonymous";

  private final Map<String, Browser> browsers = new LinkedHashMap<>();
  private final Map<String, Integer> begins = new LinkedHashMap<>();
  private final Map<String, JsonObject> lists = new HashMap<>();
  private final Map<String, JsonObject> company = new HashMap<>();
  private int said;

  /** Connects them. */
  Audience(Stage stage) throws IOException, InterruptedException {
    try {
      for (String name : ALL) {
        Browser browser = Browser.connect(stage.cluster(), stage.serverOf(ALL.indexOf(name)));
        browsers.put(name, browser);
        begins.put(name, 0);
      }
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  Set<String> names() {
    return browsers.keySet();
  }

  /** Says it as the page does, which numbers what it says. */
  void say(String browser, String op, JsonObject data) {
    say(browser, op, data, browser + "-" + said++, ANONYMOUS);
  }

  /** Says it with a ticket that may be another's. */
  void say(String browser, String op, JsonObject data, String id, String ticket) {
    JsonObject message =
        Json.object("op", op, "principal", ANONYMOUS, "ticket", ticket, "roles", "[]");
    message.add("data", data);
    if (id != null) {
      message.addProperty("msgId", id);
    }
    try {
      browsers.get(browser).send(message);
    } catch (CompletionException e) {
      throw new Missing("the connection of browser " + browser);
    }
  }

  /** What it heard since the step began. */
  List<JsonObject> heard(String browser) {
    List<JsonObject> all = browsers.get(browser).messages();
    return all.subList(begins.get(browser), all.size());
  }

  /** The data of the messages of that kind, since the step began. */
  List<JsonObject> heard(String browser, String op) {
    return heard(browser).stream()
        .filter(m -> m.get("op").getAsString().equals(op))
        .map(Rules::data)
        .collect(Collectors.toList());
  }

  /**
   * Asks the server something that it answers at once and in turn: when the answer is there, so is
   * all that the server sent before to this browser, and what this browser had asked for is done.
   */
  int call(String browser) {
    int before = heard(browser, ECHO).size();
    say(browser, "LIST_CONFIGURATIONS", new JsonObject(), null, ANONYMOUS);
    return before;
  }

  boolean called(String browser, int before) {
    return heard(browser, ECHO).size() > before;
  }

  /**
   * What it heard since the step began that was new to it, and the list of notes that it showed
   * before.
   */
  List<JsonObject> knows(String browser) {
    List<JsonObject> known = new ArrayList<>();
    JsonObject together = company.getOrDefault(browser, Rules.ALONE);
    for (JsonObject message : heard(browser)) {
      if (!Rules.isTogether(message)) {
        known.add(message);
      } else if (!Rules.data(message).equals(together)) {
        together = Rules.data(message);
        known.add(message);
      }
    }
    if (lists.containsKey(browser) && known.stream().noneMatch(Rules::isList)) {
      known.add(lists.get(browser));
    }
    return known;
  }

  /** What it {@link #knows}; what it hears from now on belongs to the next step. */
  List<JsonObject> take(String browser) {
    List<JsonObject> known = knows(browser);
    known.stream().filter(Rules::isList).reduce((a, b) -> b).ifPresent(l -> shows(browser, l));
    known.stream()
        .filter(Rules::isTogether)
        .reduce((a, b) -> b)
        .ifPresent(m -> company.put(browser, Rules.data(m)));
    begins.merge(browser, heard(browser).size(), Integer::sum);
    return known;
  }

  private void shows(String browser, JsonObject list) {
    JsonObject shown = list.deepCopy();
    shown.addProperty(Rules.SHOWN_BEFORE, true);
    lists.put(browser, shown);
  }

  @Override
  public void close() {
    browsers.values().forEach(Browser::close);
  }
}
