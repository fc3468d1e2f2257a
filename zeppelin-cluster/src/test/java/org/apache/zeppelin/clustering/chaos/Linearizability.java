// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Is there an order of the operations on one key, each between its call and its return, in which
 * every answer is right? The search of Wing and Gong, which puts one operation after another that
 * may come next, with Lowe's optimisation: what was done and what stands in the key together are
 * looked at once only.
 *
 * <p>An operation of unknown outcome may take its place anywhere after its call, or nowhere. An
 * answer that changes nothing and is right now is taken at once: moving it to the front of an order
 * that works gives another that works.
 */
final class Linearizability {

  enum Verdict {
    LINEARIZABLE,
    VIOLATED,
    /** The search was given up. */
    UNDECIDED
  }

  private static final int ABSENT = 0;

  private final List<Operation> operations;
  private final int[] expected;
  private final int[] value;
  private final int completed;
  private final int limit;
  private final Set<Seen> seen = new HashSet<>();

  private List<Operation> stuck = List.of();
  private int best = -1;

  private Linearizability(List<Operation> all, int limit) {
    this.operations = new ArrayList<>(all);
    // An unanswered read says nothing.
    operations.removeIf(o -> o.unknown() && o.kind == Operation.Kind.READ);
    operations.sort(Comparator.comparingLong(o -> o.called));
    this.limit = limit;
    this.expected = new int[operations.size()];
    this.value = new int[operations.size()];
    Map<String, Integer> numbers = new HashMap<>();
    numbers.put(null, ABSENT);
    int answered = 0;
    for (int i = 0; i < operations.size(); i++) {
      Operation each = operations.get(i);
      expected[i] = number(numbers, each.expected);
      value[i] = number(numbers, each.value);
      answered += each.unknown() ? 0 : 1;
    }
    this.completed = answered;
  }

  private static int number(Map<String, Integer> numbers, String text) {
    return numbers.computeIfAbsent(text, t -> numbers.size());
  }

  /**
   * Looks at the operations on one key, which was absent at first.
   *
   * @param limit how many situations to look at before the search is given up
   */
  static Answer check(List<Operation> operations, int limit) {
    Linearizability search = new Linearizability(operations, limit);
    Verdict verdict = search.search();
    return new Answer(verdict, verdict == Verdict.VIOLATED ? search.stuck : List.of());
  }

  private Verdict search() {
    Deque<Frame> path = new ArrayDeque<>();
    path.push(settle(new BitSet(operations.size()), 0, ABSENT));
    while (!path.isEmpty()) {
      Frame frame = path.peek();
      if (frame.answered == completed) {
        return Verdict.LINEARIZABLE;
      }
      if (seen.size() > limit) {
        return Verdict.UNDECIDED;
      }
      Frame next = frame.next();
      if (next == null) {
        path.pop();
      } else if (seen.add(new Seen(next.done, next.state))) {
        path.push(next);
      }
    }
    return Verdict.VIOLATED;
  }

  /** Takes all right answers that change nothing; then says what may change something next. */
  private Frame settle(BitSet done, int answered, int state) {
    int count = answered;
    while (true) {
      long firstReturn = firstReturn(done);
      List<Integer> candidates = new ArrayList<>();
      List<Integer> unknown = new ArrayList<>();
      boolean again = false;
      for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
        Operation each = operations.get(i);
        if (each.called > firstReturn) {
          break;
        }
        if (changesNothing(i, state)) {
          done.set(i);
          count++;
          again = true;
        } else if (mayChange(i, state)) {
          (each.unknown() ? unknown : candidates).add(i);
        }
      }
      if (!again) {
        remember(count, done, firstReturn);
        // What certainly happened is tried first.
        candidates.addAll(unknown);
        return new Frame(done, count, state, candidates);
      }
    }
  }

  private long firstReturn(BitSet done) {
    long first = Operation.NEVER;
    for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
      // Sorted by call: nothing from here on returns before the first did.
      if (operations.get(i).called > first) {
        break;
      }
      first = Math.min(first, operations.get(i).returned);
    }
    return first;
  }

  private boolean changesNothing(int i, int state) {
    Operation each = operations.get(i);
    if (each.kind == Operation.Kind.READ) {
      return value[i] == state;
    }
    return each.outcome == Operation.Outcome.REFUSED && expected[i] != state;
  }

  private boolean mayChange(int i, int state) {
    Operation each = operations.get(i);
    switch (each.kind) {
      case WRITE:
        return true;
      case COMPARE_AND_SET:
        return each.outcome != Operation.Outcome.REFUSED && expected[i] == state;
      default:
        return false;
    }
  }

  /** Keeps what stood in the way where the search came furthest. */
  private void remember(int count, BitSet done, long firstReturn) {
    if (count <= best) {
      return;
    }
    best = count;
    List<Operation> open = new ArrayList<>();
    for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
      Operation each = operations.get(i);
      if (each.called <= firstReturn && !each.unknown()) {
        open.add(each);
      }
    }
    int last = done.length() - 1;
    if (last >= 0) {
      open.add(operations.get(last));
    }
    stuck = open;
  }

  /** A place in the search, and which way to go on from it. */
  private final class Frame {
    private final BitSet done;
    private final int answered;
    private final int state;
    private final List<Integer> candidates;
    private int position;

    Frame(BitSet done, int answered, int state, List<Integer> candidates) {
      this.done = done;
      this.answered = answered;
      this.state = state;
      this.candidates = candidates;
    }

    /** Null when all ways were gone. */
    Frame next() {
      if (position == candidates.size()) {
        return null;
      }
      int chosen = candidates.get(position++);
      BitSet after = (BitSet) done.clone();
      after.set(chosen);
      return settle(after, answered + (operations.get(chosen).unknown() ? 0 : 1), value[chosen]);
    }
  }

  private static final class Seen {
    private final BitSet done;
    private final int state;

    Seen(BitSet done, int state) {
      this.done = done;
      this.state = state;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Seen
          && ((Seen) other).state == state
          && ((Seen) other).done.equals(done);
    }

    @Override
    public int hashCode() {
      return Objects.hash(done, state);
    }
  }

  /** What was found out. */
  static final class Answer {
    final Verdict verdict;

    /** When violated: operations of which none can come next, and the last one that could. */
    final List<Operation> stuck;

    Answer(Verdict verdict, List<Operation> stuck) {
      this.verdict = verdict;
      this.stuck = List.copyOf(stuck);
    }
  }
}
