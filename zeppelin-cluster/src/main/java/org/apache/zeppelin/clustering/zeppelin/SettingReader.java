// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.conf.ZeppelinConfiguration;

/**
 * Reads our settings the way Zeppelin reads its own: environment first (ZEPPELIN_CLUSTER_...), then
 * system properties, then zeppelin-site.xml. Refuses what is no number where one belongs.
 */
@TouchesZeppelin("read the settings")
final class SettingReader {

  private final ZeppelinConfiguration configuration;

  SettingReader(ZeppelinConfiguration configuration) {
    this.configuration = configuration;
  }

  String text(String name, String otherwise) {
    String environment = name.toUpperCase(Locale.ROOT).replace('.', '_');
    String value = configuration.getString(environment, name, otherwise);
    return value == null ? otherwise : value.trim();
  }

  long number(String name, long otherwise, long least) {
    String value = text(name, String.valueOf(otherwise));
    try {
      long number = Long.parseLong(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, value, "a whole number");
    }
    throw wrong(name, value, "at least " + least);
  }

  int whole(String name, int otherwise, int least) {
    long number = number(name, otherwise, least);
    if (number > Integer.MAX_VALUE) {
      throw wrong(name, String.valueOf(number), "at most " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  double fraction(String name, double otherwise) {
    double value = decimal(name, otherwise);
    if (value > 1) {
      throw wrong(name, String.valueOf(value), "a fraction from 0 to 1");
    }
    return value;
  }

  double decimal(String name, double otherwise) {
    String value = text(name, String.valueOf(otherwise));
    try {
      double number = Double.parseDouble(value);
      if (number >= 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, value, "a number, such as " + otherwise);
    }
    throw wrong(name, value, "zero or more");
  }

  Set<String> words(String name) {
    return Arrays.stream(text(name, "").split(","))
        .map(String::trim)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static InvalidSettingException wrong(String name, String value, String expected) {
    return new InvalidSettingException(
        name, value, "it is not what this setting takes", "write " + expected);
  }
}
