// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

/** One thing that two transcripts say differently. */
final class Difference {

  private static final int SHOWN = 300;
  private static final int BEFORE = 60;

  final String step;
  final String where;
  final String first;
  final String second;

  /** Null stands for what one of them does not say at all. */
  Difference(String step, String where, String first, String second) {
    this.step = step;
    this.where = where;
    this.first = first;
    this.second = second;
  }

  /** In three lines, with the names of the two. */
  String text(String firstName, String secondName) {
    int width = Math.max(firstName.length(), secondName.length()) + 1;
    int from = Math.max(0, commonStart() - BEFORE);
    return "  "
        + where
        + line(firstName + ":", width, first, from)
        + line(secondName + ":", width, second, from);
  }

  /** How many characters from the start are the same. */
  private int commonStart() {
    if (first == null || second == null) {
      return 0;
    }
    int same = 0;
    while (same < Math.min(first.length(), second.length())
        && first.charAt(same) == second.charAt(same)) {
      same++;
    }
    return same;
  }

  private static String line(String name, int width, String said, int from) {
    return String.format("%n    %-" + width + "s %s", name, said == null ? "-" : cut(said, from));
  }

  /** A piece of it, in one line. */
  private static String cut(String text, int from) {
    int end = Math.min(text.length(), from + SHOWN);
    String piece = text.substring(Math.min(from, end), end).replaceAll("\\s+", " ");
    return (from > 0 ? "..." : "") + piece + (end < text.length() ? "..." : "");
  }

  @Override
  public String toString() {
    return step + text("first", "second");
  }
}
