// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found so far: violations, remarks and figures. Any thread may add. */
final class Findings {

  private static final int SHOWN = 10;

  private final long start = System.nanoTime();
  private final Map<String, List<String>> violations = new LinkedHashMap<>();
  private final Map<String, Long> figures = new TreeMap<>();
  private long firstMillis = -1;

  /** A promise that was broken. */
  synchronized void violation(String promise, String what) {
    long now = millis();
    firstMillis = firstMillis < 0 ? now : firstMillis;
    List<String> same = violations.computeIfAbsent(promise, p -> new ArrayList<>());
    same.add(what);
    if (same.size() <= SHOWN) {
      System.out.printf("%7.1f s  VIOLATION of %s: %s%n", now / 1_000.0, promise, what);
    }
  }

  void say(String what) {
    System.out.printf("%7.1f s  %s%n", millis() / 1_000.0, what);
  }

  synchronized void count(String figure) {
    count(figure, 1);
  }

  synchronized void count(String figure, long more) {
    figures.merge(figure, more, Long::sum);
  }

  synchronized void most(String figure, long value) {
    figures.merge(figure, value, Math::max);
  }

  synchronized long figure(String name) {
    return figures.getOrDefault(name, 0L);
  }

  synchronized boolean clean() {
    return violations.isEmpty();
  }

  synchronized Map<String, Long> figures() {
    return new TreeMap<>(figures);
  }

  synchronized Map<String, List<String>> violations() {
    return new LinkedHashMap<>(violations);
  }

  /** When the first violation was seen; negative when none was. */
  synchronized long firstMillis() {
    return firstMillis;
  }

  /** Since this run began. */
  long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
