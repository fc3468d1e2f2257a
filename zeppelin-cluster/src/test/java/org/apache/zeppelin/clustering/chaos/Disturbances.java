// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which faults were made when, as far as they excuse something. Times in nanoseconds. */
final class Disturbances {

  private static final Set<Fault.Kind> NETWORK =
      EnumSet.of(
          Fault.Kind.CUT,
          Fault.Kind.CUT_LEADER,
          Fault.Kind.DEAF,
          Fault.Kind.MUTE,
          Fault.Kind.PAIR,
          Fault.Kind.RESET,
          Fault.Kind.LOSS,
          Fault.Kind.DELAY,
          Fault.Kind.NARROW);

  /** One fault, from its beginning until all was mended. */
  static final class Span {
    final Fault.Kind kind;
    final long from;
    final long to;

    Span(Fault.Kind kind, long from, long to) {
      this.kind = kind;
      this.from = from;
      this.to = to;
    }
  }

  private final List<Span> spans;

  Disturbances(List<Span> spans) {
    this.spans = List.copyOf(spans);
  }

  private boolean any(Predicate<Fault.Kind> kind, long from, long to) {
    return spans.stream().anyMatch(s -> kind.test(s.kind) && s.from < to && s.to > from);
  }

  /** Was the network disturbed in that time? */
  boolean network(long from, long to) {
    return any(NETWORK::contains, from, to);
  }

  /** Were connections broken, and new ones refused, in that time? */
  boolean reset(long from, long to) {
    return any(Fault.Kind.RESET::equals, from, to);
  }

  /** When the managers that slept at that time were all awake; that time when none did. */
  long awake(long time) {
    return spans.stream()
        .filter(s -> s.kind == Fault.Kind.KILL_UNSEEN && s.from <= time && time <= s.to)
        .mapToLong(s -> s.to)
        .max()
        .orElse(time);
  }
}
