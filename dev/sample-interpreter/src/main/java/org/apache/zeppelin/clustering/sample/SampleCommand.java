// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One line of a paragraph: a verb and its arguments, checked when it is read, so that a paragraph
 * with a mistake in its last line runs none of its lines.
 */
final class SampleCommand {
  /** What a line can ask for. The last argument takes the rest of the line, spaces included. */
  enum Verb {
    APPEND("FILE", "TEXT"),
    ECHO("TEXT"),
    EXIT("CODE"),
    GET("NAME"),
    INFO("KEY", "VALUE"),
    PID(),
    PROGRESS("N", "MILLIS"),
    PROPERTY("NAME"),
    SET("NAME", "VALUE"),
    SLEEP("MILLIS"),
    STDERR("TEXT"),
    STREAM("N", "MILLIS"),
    THROW("TEXT"),
    URL("ADDRESS");

    private final List<String> parameters;

    Verb(String... parameters) {
      this.parameters = List.of(parameters);
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String usage() {
      return (word() + " " + String.join(" ", parameters)).trim();
    }

    private boolean isNumber(int parameter) {
      return List.of("CODE", "MILLIS", "N").contains(parameters.get(parameter));
    }
  }

  private final Verb verb;
  private final List<String> arguments;

  private SampleCommand(Verb verb, List<String> arguments) {
    this.verb = verb;
    this.arguments = arguments;
  }

  /**
   * Reads a paragraph, skipping empty lines.
   *
   * @throws IllegalArgumentException naming the line that cannot be understood
   */
  static List<SampleCommand> parse(String paragraph) {
    List<SampleCommand> commands = new ArrayList<>();
    int number = 0;
    for (String line : paragraph.split("\\R", -1)) {
      number++;
      if (!line.isBlank()) {
        commands.add(parseLine(line.strip(), number));
      }
    }
    return List.copyOf(commands);
  }

  Verb verb() {
    return verb;
  }

  String text(int argument) {
    return arguments.get(argument);
  }

  int number(int argument) {
    return Integer.parseInt(arguments.get(argument));
  }

  @Override
  public String toString() {
    return (verb.word() + " " + String.join(" ", arguments)).trim();
  }

  private static SampleCommand parseLine(String line, int number) {
    String[] verbAndRest = line.split("\\s+", 2);
    Verb verb =
        Arrays.stream(Verb.values())
            .filter(v -> v.word().equals(verbAndRest[0]))
            .findFirst()
            .orElseThrow(() -> mistake(number, line, "one of: " + allUsages()));
    int wanted = verb.parameters.size();
    List<String> arguments =
        verbAndRest.length == 1 || wanted == 0
            ? List.of()
            : List.of(verbAndRest[1].split("\\s+", wanted));
    if (arguments.size() != wanted || (wanted == 0 && verbAndRest.length > 1)) {
      throw mistake(number, line, verb.usage());
    }
    for (int i = 0; i < wanted; i++) {
      if (verb.isNumber(i) && !isCount(arguments.get(i))) {
        throw mistake(number, line, verb.usage() + " (a whole number from 0 to 999999999)");
      }
    }
    return new SampleCommand(verb, arguments);
  }

  private static boolean isCount(String text) {
    return text.matches("[0-9]{1,9}");
  }

  private static String allUsages() {
    return Arrays.stream(Verb.values()).map(Verb::usage).collect(Collectors.joining("; "));
  }

  private static IllegalArgumentException mistake(int number, String line, String wanted) {
    return new IllegalArgumentException(
        "line " + number + " is '" + line + "', which should be " + wanted);
  }
}
