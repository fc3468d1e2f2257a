// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong when, as a pure function of a seed. Heavy faults hit a minority at most, one
 * after the other, with a pause in between in which what was hit may come back, or has no time to;
 * light ones come at any time. Nothing outlasts the end.
 */
final class Schedule {

  private static final long FIRST_MILLIS = 2_000;
  private static final long LAST_MILLIS = 2_000;

  /** Shorter than a session's timeout, so that nobody is expelled, or longer. */
  private static final long[][] LENGTHS = {{300, 2_000}, {2_000, 4_500}, {5_500, 12_000}};

  private static final long[] PAUSES = {500, 9_000};
  private static final long[] LIGHT_PAUSES = {1_000, 12_000};
  private static final long MOMENT_MILLIS = 300;
  private static final long RESET_MILLIS = 3_000;
  private static final long UNSEEN_MILLIS = 4_000;
  private static final int CHOICES = 1_000_000;

  private Schedule() {}

  /** The same for the same arguments, sorted by time. */
  static List<Fault> of(long seed, int servers, long millis) {
    return of(seed, servers, millis, Arrays.asList(Fault.Kind.values()));
  }

  /** Of some kinds only. */
  static List<Fault> of(long seed, int servers, long millis, List<Fault.Kind> kinds) {
    List<Fault> faults = new ArrayList<>();
    for (Fault.Weight weight : Fault.Weight.values()) {
      // Two sequences, so that one kind more of the one leaves the other as it was.
      Random random = new Random(seed * 31 + weight.ordinal());
      long[] pauses = weight == Fault.Weight.HEAVY ? PAUSES : LIGHT_PAUSES;
      long at = FIRST_MILLIS + between(random, pauses);
      while (true) {
        Fault fault = next(random, at, servers, weight, kinds);
        if (fault == null || fault.endMillis() > millis - LAST_MILLIS) {
          break;
        }
        faults.add(fault);
        at = fault.endMillis() + between(random, pauses);
      }
    }
    faults.sort((a, b) -> Long.compare(a.atMillis, b.atMillis));
    return List.copyOf(faults);
  }

  /** Null when there is no kind of that weight. */
  private static Fault next(
      Random random, long at, int servers, Fault.Weight weight, List<Fault.Kind> kinds) {
    int sum = kinds.stream().filter(k -> k.weight == weight).mapToInt(k -> k.frequency).sum();
    if (sum == 0) {
      return null;
    }
    int drawn = random.nextInt(sum);
    Fault.Kind kind = null;
    for (Fault.Kind each : kinds) {
      if (each.weight == weight && kind == null) {
        drawn -= each.frequency;
        kind = drawn < 0 ? each : null;
      }
    }
    long length = between(random, LENGTHS[random.nextInt(LENGTHS.length)]);
    length = Math.min(length, longest(kind));
    return new Fault(at, length, kind, hit(random, kind, servers), random.nextInt(CHOICES));
  }

  private static long longest(Fault.Kind kind) {
    switch (kind) {
      case KILL_PROCESS:
        return MOMENT_MILLIS;
      case RESET:
        return RESET_MILLIS;
      case KILL_UNSEEN:
        // Shorter than a session: nobody but the sleeper can say that they have ended.
        return UNSEEN_MILLIS;
      default:
        return Long.MAX_VALUE;
    }
  }

  private static List<Integer> hit(Random random, Fault.Kind kind, int servers) {
    List<Integer> all = new ArrayList<>();
    for (int server = 1; server <= servers; server++) {
      all.add(server);
    }
    Collections.shuffle(all, random);
    int minority = (servers - 1) / 2;
    switch (kind) {
      case CUT:
        return sorted(all.subList(0, 1 + random.nextInt(minority)));
      case CUT_LEADER:
      case KILL_UNSEEN:
      case RESET:
        return List.of(0);
      case PAIR:
        return sorted(all.subList(0, 2));
      case KILL:
      case PAUSE:
        // Now and then all that may be missed at once; often the leader.
        if (random.nextInt(3) == 0) {
          return List.of(0);
        }
        return sorted(all.subList(0, random.nextInt(4) == 0 ? minority : 1));
      default:
        return all.subList(0, 1);
    }
  }

  private static List<Integer> sorted(List<Integer> servers) {
    List<Integer> sorted = new ArrayList<>(servers);
    Collections.sort(sorted);
    return sorted;
  }

  private static long between(Random random, long[] range) {
    return range[0] + random.nextInt((int) (range[1] - range[0]));
  }
}
