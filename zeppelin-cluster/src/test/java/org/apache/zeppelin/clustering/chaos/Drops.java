// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What does not come from one server to another, and why. Not for two threads at once. */
final class Drops {

  static final int ALL = 100;
  private static final int RESET = 0;

  private final Map<Object, List<Drop>> drops = new HashMap<>();

  /** A part of what one server sends to another. */
  static final class Drop {
    final int from;
    final int to;
    final int percent;

    private Drop(int from, int to, int percent) {
      this.from = from;
      this.to = to;
      this.percent = percent;
    }

    /** Is the sender told that there is no connection? */
    boolean resets() {
      return percent == RESET;
    }
  }

  void drop(Object cause, int from, int to, int percent) {
    drops.computeIfAbsent(cause, c -> new ArrayList<>()).add(new Drop(from, to, percent));
  }

  void reset(Object cause, int from, int to) {
    drop(cause, from, to, RESET);
  }

  void heal(Object cause) {
    drops.remove(cause);
  }

  /** Of what comes to the server, whatever the cause. */
  List<Drop> to(int server) {
    return drops.values().stream()
        .flatMap(List::stream)
        .filter(d -> d.to == server)
        .collect(Collectors.toList());
  }

  /** Of what the one sends to the other, the most that is lost; resets are no loss. */
  int percent(int from, int to) {
    return to(to).stream().filter(d -> d.from == from).mapToInt(d -> d.percent).max().orElse(0);
  }

  boolean resets(int from, int to) {
    return to(to).stream().anyMatch(d -> d.from == from && d.resets());
  }
}
