// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** What was asked for on the command line; dev/chaos.sh --help says what there is. */
final class Options {

  private static final int DEFAULT_SECONDS = 90;
  private static final int MAX_SECONDS = 100_000;

  final List<Fault.Kind> kinds = new ArrayList<>();
  long seed = 1;
  int seconds = DEFAULT_SECONDS;
  int servers = 3;
  boolean plan;
  boolean recovery;

  private Options() {}

  /** Throws IllegalArgumentException, with what is wrong, for what it does not understand. */
  static Options of(String... arguments) {
    Options options = new Options();
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--seed":
          options.seed = number(option, value(option, rest), Integer.MAX_VALUE);
          break;
        case "--seconds":
          options.seconds = number(option, value(option, rest), MAX_SECONDS);
          break;
        case "--servers":
          options.servers = number(option, value(option, rest), 9);
          break;
        case "--kinds":
          for (String kind : value(option, rest).split(",")) {
            options.kinds.add(kind(kind));
          }
          break;
        case "--plan":
          options.plan = true;
          break;
        case "--recovery":
          options.recovery = true;
          break;
        default:
          throw new IllegalArgumentException("there is no option '" + option + "'");
      }
    }
    if (options.servers < 3 || options.servers % 2 == 0) {
      throw new IllegalArgumentException("--servers takes 3, 5, 7 or 9");
    }
    if (options.kinds.isEmpty()) {
      options.kinds.addAll(Arrays.asList(Fault.Kind.values()));
    }
    return options;
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.pop();
  }

  private static Fault.Kind kind(String name) {
    try {
      return Fault.Kind.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "there is no kind of fault '" + name + "' but " + List.of(Fault.Kind.values()), e);
    }
  }

  private static int number(String option, String text, int most) {
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          option + " takes whole numbers from 1 to " + most + ", and not '" + text + "'");
    }
    return Integer.parseInt(text);
  }
}
