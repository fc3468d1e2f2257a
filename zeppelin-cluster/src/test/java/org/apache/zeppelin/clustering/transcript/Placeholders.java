// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives ids and moments names that are the same in every run: {@code <note-1>} is the first note
 * that is named, wherever that id stands.
 */
final class Placeholders {

  /** What is replaced inside of texts. Numbered where it matters which one it is. */
  private enum Kind {
    TICKET("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b", true),
    // Before notes: their names hold letters and digits too.
    PARAGRAPH("paragraph_\\d{10,}_\\d+", true),
    REVISION("(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])", true),
    NOTE("(?<![0-9A-Za-z])2[0-9A-Z]{8}(?![0-9A-Za-z])", true),
    // The shapes are kept apart: whoever passes an object on may write its dates in another.
    DATE_ISO(
        "\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([+-]\\d\\d:?\\d\\d|Z)?", false),
    DATE_LOG("\\b\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\b", false),
    DATE_PLAIN("\\b\\d{4}-\\d\\d-\\d\\d[ _]\\d\\d[:-]\\d\\d[:-]\\d\\d\\b", false),
    DATE_ENGLISH("\\b[A-Z][a-z]{2} \\d{1,2}, \\d{4},? \\d{1,2}:\\d\\d:\\d\\d\\h[AP]M\\b", false),
    DATE_JAVA(
        "\\b[A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d [A-Z]{3,4} \\d{4}\\b", false),
    HOST("\\b(localhost|127\\.0\\.0\\.1):\\d{4,5}\\b", false);

    private final Pattern pattern;
    private final boolean numbered;

    Kind(String pattern, boolean numbered) {
      this.pattern = Pattern.compile(pattern);
      this.numbered = numbered;
    }

    private String word() {
      return Rules.lower(name()).replace('_', '-');
    }
  }

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private String suffix = "";

  /**
   * What is new from now on is numbered from 1 again and named after the step: an id too many in
   * one step does not give other names to those of the next.
   */
  void begin(String step) {
    suffix = " of " + step;
    counts.clear();
  }

  /** The text with all that is chance replaced. */
  String replace(String text) {
    String replaced = text;
    for (Kind kind : Kind.values()) {
      Matcher matcher = kind.pattern.matcher(replaced);
      replaced =
          matcher.replaceAll(
              found ->
                  Matcher.quoteReplacement(
                      kind.numbered ? name(kind.word(), found.group()) : "<" + kind.word() + ">"));
    }
    return replaced;
  }

  /** The name of that value, which is the next of its kind when it is new. */
  String name(String kind, String value) {
    return names.computeIfAbsent(
        kind + " " + value,
        v -> "<" + kind + "-" + counts.merge(kind, 1, Integer::sum) + suffix + ">");
  }
}
