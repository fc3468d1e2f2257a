// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.figures;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Figures of one run. Each was measured several times, most beside something else in the same
 * minute: a floor of the machine, or what a plain Zeppelin takes. What is compared with a goal is
 * the median of the ratios.
 */
public final class Report {

  private final Map<String, Figure> figures = new LinkedHashMap<>();

  /** Measured once more. */
  public void add(String name, String unit, double value) {
    figure(name, unit, null).values.add(value);
  }

  /** Measured once more, and so was what stands beside it. */
  public void add(String name, String unit, double value, String twin, double twinValue) {
    Figure figure = figure(name, unit, twin);
    figure.values.add(value);
    figure.twinValues.add(twinValue);
  }

  private Figure figure(String name, String unit, String twin) {
    return figures.computeIfAbsent(name, n -> new Figure(n, unit, twin));
  }

  /** The ratio to what stands beside it may be that at most. */
  public void atMostTimes(String name, double times) {
    get(name)
        .goals
        .add(new Goal("at most " + number(times) + " times that", f -> f.ratio() <= times));
  }

  public void atLeastTimes(String name, double times) {
    get(name)
        .goals
        .add(new Goal("at least " + number(times) + " times that", f -> f.ratio() >= times));
  }

  public void atMost(String name, double value) {
    get(name).goals.add(new Goal("at most " + number(value), f -> median(f.values) <= value));
  }

  /** May be more than what stands beside it by so much. */
  public void atMostMore(String name, double more) {
    get(name).goals.add(new Goal("at most " + number(more) + " more", f -> f.difference() <= more));
  }

  private Figure get(String name) {
    return Optional.ofNullable(figures.get(name))
        .orElseThrow(() -> new IllegalArgumentException("Nothing was measured as " + name));
  }

  public void print(boolean json) {
    if (json) {
      System.out.println(
          new GsonBuilder()
              .create()
              .toJson(figures.values().stream().map(Figure::plain).collect(Collectors.toList())));
    } else {
      System.out.println("median (smallest to largest), of how many");
      figures.values().forEach(figure -> System.out.println(figure.text()));
    }
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().collect(Collectors.toList());
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  private static String number(double value) {
    if (value >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }

  private static String spread(List<Double> values) {
    double least = values.stream().min(Double::compare).orElseThrow();
    double most = values.stream().max(Double::compare).orElseThrow();
    return number(median(values)) + " (" + number(least) + " to " + number(most) + ")";
  }

  private static final class Goal {
    final String text;
    final Predicate<Figure> met;

    Goal(String text, Predicate<Figure> met) {
      this.text = text;
      this.met = met;
    }
  }

  /** What becomes JSON. */
  private static final class Plain {
    String name;
    String unit;
    List<Double> values;
    String beside;
    List<Double> besideValues;
    Double ratio;
    Map<String, Boolean> goalsMet = new LinkedHashMap<>();
  }

  private static final class Figure {
    final String name;
    final String unit;
    final String twin;
    final List<Double> values = new ArrayList<>();
    final List<Double> twinValues = new ArrayList<>();
    final List<Goal> goals = new ArrayList<>();

    Figure(String name, String unit, String twin) {
      this.name = name;
      this.unit = unit;
      this.twin = twin;
    }

    double ratio() {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        ratios.add(values.get(i) / twinValues.get(i));
      }
      return median(ratios);
    }

    double difference() {
      return median(values) - median(twinValues);
    }

    String text() {
      StringBuilder text = new StringBuilder();
      text.append(String.format("%-52s %s %s, of %d", name, spread(values), unit, values.size()));
      if (twin != null) {
        text.append(
            String.format("%n    %s times %s: %s", number(ratio()), twin, spread(twinValues)));
      }
      for (Goal goal : goals) {
        text.append(
            String.format("%n    goal, %s: %s", goal.text, goal.met.test(this) ? "met" : "MISSED"));
      }
      return text.toString();
    }

    Plain plain() {
      Plain plain = new Plain();
      plain.name = name;
      plain.unit = unit;
      plain.values = values;
      if (twin != null) {
        plain.beside = twin;
        plain.besideValues = twinValues;
        plain.ratio = ratio();
      }
      goals.forEach(goal -> plain.goalsMet.put(goal.text, goal.met.test(this)));
      return plain;
    }
  }
}
