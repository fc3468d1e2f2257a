// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What users said of one note, and what of it was acknowledged. Each paragraph has one user, who
 * says one thing after the other; what was not acknowledged may still come, at any time.
 */
final class EditedNote {

  private final String id;
  private final Map<String, Text> paragraphs = new LinkedHashMap<>();

  EditedNote(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  synchronized int size() {
    return paragraphs.size();
  }

  /** A paragraph was added, and that was acknowledged. */
  synchronized void added(String paragraph, String text) {
    paragraphs.put(paragraph, new Text(text));
  }

  /** The text may be there from now on. */
  synchronized void said(String paragraph, String text) {
    paragraphs.get(paragraph).open.add(text);
  }

  /** The text is there, and what was acknowledged before is not any more. */
  synchronized void acknowledged(String paragraph, String text) {
    Text said = paragraphs.get(paragraph);
    said.open.remove(text);
    said.acknowledged = text;
  }

  /** What is wrong with the texts of all paragraphs, by id, at the end. */
  synchronized List<String> faults(Map<String, String> texts) {
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, Text> each : paragraphs.entrySet()) {
      String text = texts.get(each.getKey());
      Text said = each.getValue();
      if (text == null) {
        faults.add("paragraph " + each.getKey() + " '" + said.acknowledged + "' is gone");
      } else if (!text.equals(said.acknowledged) && !said.open.contains(text)) {
        faults.add(
            "paragraph "
                + each.getKey()
                + " is '"
                + text
                + "', which should be '"
                + said.acknowledged
                + "' or one of "
                + said.open);
      }
    }
    return faults;
  }

  private static final class Text {
    private final Set<String> open = new LinkedHashSet<>();
    private String acknowledged;

    Text(String acknowledged) {
      this.acknowledged = acknowledged;
    }
  }
}
