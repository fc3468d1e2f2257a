// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was asked for on the command line; dev/transcript.sh --help says what there is. */
final class Options {

  final List<String> only = new ArrayList<>();
  final List<String> settings = new ArrayList<>();
  boolean list;
  boolean self;
  Path keep;
  Duration patience = Duration.ofSeconds(10);

  private Options() {}

  /** Throws IllegalArgumentException, with what is wrong, for what it does not understand. */
  static Options of(String... arguments) {
    Options options = new Options();
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--list":
          options.list = true;
          break;
        case "--self":
          options.self = true;
          break;
        case "--only":
          options.only.add(value(option, rest));
          break;
        case "--set":
          options.settings.add(value(option, rest));
          break;
        case "--keep":
          options.keep = Path.of(value(option, rest));
          break;
        case "--patience":
          options.patience = seconds(value(option, rest));
          break;
        default:
          throw new IllegalArgumentException("there is no option '" + option + "'");
      }
    }
    return options;
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.pop();
  }

  private static Duration seconds(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException("--patience takes whole seconds, and not '" + text + "'");
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
