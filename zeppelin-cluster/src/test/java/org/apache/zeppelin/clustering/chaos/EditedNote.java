// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What users said of one note, and what of it was acknowledged. Each paragraph has one user, who
 * says one thing after the other, each with a text of its own; what was not acknowledged may still
 * come, at any time.
 */
final class EditedNote {

  private final String id;
  private final String name;
  private final Map<String, Text> paragraphs = new LinkedHashMap<>();

  EditedNote(String id, String name) {
    this.id = id;
    this.name = name;
  }

  String id() {
    return id;
  }

  /** Of the file that it is stored in. */
  String file() {
    return name + "_" + id + ".zpln";
  }

  synchronized int size() {
    return paragraphs.size();
  }

  /** A paragraph was added, and that was acknowledged. */
  synchronized void added(String paragraph, String text) {
    Text said = new Text();
    said.numbers.put(text, 0);
    paragraphs.put(paragraph, said);
  }

  /** The text may be there from now on. */
  synchronized void said(String paragraph, String text) {
    Text said = paragraphs.get(paragraph);
    said.numbers.put(text, said.numbers.size());
    said.open.put(text, true);
  }

  /** The text is there, and what was acknowledged before is not any more. */
  synchronized void acknowledged(String paragraph, String text) {
    Text said = paragraphs.get(paragraph);
    said.open.remove(text);
    said.acknowledged = said.numbers.get(text);
  }

  /** What is acknowledged now: the number of the text, by paragraph. */
  synchronized Map<String, Integer> acknowledged() {
    Map<String, Integer> now = new HashMap<>();
    paragraphs.forEach((paragraph, said) -> now.put(paragraph, said.acknowledged));
    return now;
  }

  /**
   * What is wrong with the texts of all paragraphs, by id.
   *
   * @param before what was acknowledged before they were looked at; later ones are right, too
   */
  synchronized List<String> faults(Map<String, String> texts, Map<String, Integer> before) {
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, Integer> each : before.entrySet()) {
      String text = texts.get(each.getKey());
      Text said = paragraphs.get(each.getKey());
      if (text == null) {
        faults.add("paragraph " + each.getKey() + " '" + said.text(each.getValue()) + "' is gone");
      } else if (!said.open.containsKey(text)
          && said.numbers.getOrDefault(text, -1) < each.getValue()) {
        faults.add(
            "paragraph "
                + each.getKey()
                + " is '"
                + text
                + "' although '"
                + said.text(each.getValue())
                + "' was acknowledged");
      }
    }
    return faults;
  }

  private static final class Text {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Map<String, Boolean> open = new LinkedHashMap<>();
    private int acknowledged;

    private String text(int number) {
      return new ArrayList<>(numbers.keySet()).get(number);
    }
  }
}
