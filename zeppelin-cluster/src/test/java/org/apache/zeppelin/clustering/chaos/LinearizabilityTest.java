// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import static org.apache.zeppelin.clustering.chaos.Operation.Outcome.DONE;
import static org.apache.zeppelin.clustering.chaos.Operation.Outcome.REFUSED;
import static org.apache.zeppelin.clustering.chaos.Operation.Outcome.UNKNOWN;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.zeppelin.clustering.chaos.Linearizability.Verdict;
import org.junit.Test;

/**
 * The checker says of a history what trying all orders says, and finds what is wrong in bad ones.
 */
public class LinearizabilityTest {

  private static final int LIMIT = 1_000_000;
  private static final String[] VALUES = {null, "a", "b"};

  private static Verdict verdict(Operation... operations) {
    return Linearizability.check(List.of(operations), LIMIT).verdict;
  }

  private static Operation write(String value, long called, long returned) {
    return Operation.write("c", "k", value, DONE, called, returned);
  }

  private static Operation lostWrite(String value, long called) {
    return Operation.write("c", "k", value, UNKNOWN, called, 0);
  }

  private static Operation read(String value, long called, long returned) {
    return Operation.read("c", "k", value, called, returned);
  }

  private static Operation cas(
      String expected, String value, Operation.Outcome outcome, long called, long returned) {
    return Operation.compareAndSet("c", "k", expected, value, outcome, called, returned);
  }

  @Test
  public void anEmptyHistoryIsRight() {
    assertEquals(Verdict.LINEARIZABLE, verdict());
  }

  @Test
  public void concurrentOperationsMayTakeEffectInAnyOrder() {
    assertEquals(
        Verdict.LINEARIZABLE,
        verdict(write("a", 0, 10), write("b", 1, 9), read("b", 2, 3), read("a", 4, 5)));
  }

  @Test
  public void anAcknowledgedWriteThatIsLostIsFound() {
    assertEquals(Verdict.VIOLATED, verdict(write("a", 0, 1), read(null, 2, 3)));
    assertEquals(Verdict.VIOLATED, verdict(write("a", 0, 1), write("b", 2, 3), read("a", 4, 5)));
  }

  @Test
  public void aStaleReadIsFound() {
    assertEquals(
        Verdict.VIOLATED,
        verdict(write("a", 0, 1), write("b", 2, 10), read("b", 3, 4), read("a", 5, 6)));
  }

  @Test
  public void aCompareAndSetThatIsAppliedTwiceIsFound() {
    // It took effect, another overwrote it, and then it took effect again.
    assertEquals(
        Verdict.VIOLATED,
        verdict(
            write("a", 0, 1),
            cas("a", "b", DONE, 2, 3),
            write("a", 4, 5),
            read("a", 6, 7),
            read("b", 8, 9)));
  }

  @Test
  public void twoWinnersOfOneCompareAndSetAreFound() {
    assertEquals(
        Verdict.VIOLATED,
        verdict(write("a", 0, 1), cas("a", "b", DONE, 2, 5), cas("a", "d", DONE, 3, 6)));
  }

  @Test
  public void aRefusalThatTookEffectIsFound() {
    assertEquals(
        Verdict.VIOLATED, verdict(write("a", 0, 1), cas("a", "b", REFUSED, 2, 3), read("b", 4, 5)));
  }

  @Test
  public void aRefusalWithoutAReasonIsFound() {
    assertEquals(Verdict.VIOLATED, verdict(write("a", 0, 1), cas("a", "b", REFUSED, 2, 3)));
  }

  @Test
  public void aValueThatNobodyWroteIsFound() {
    assertEquals(Verdict.VIOLATED, verdict(write("a", 0, 1), read("b", 2, 3)));
    assertEquals(Verdict.VIOLATED, verdict(read("a", 0, 1), write("a", 2, 3)));
  }

  @Test
  public void whatWasNotAnsweredMayHaveHappenedMayStillHappenOrNever() {
    assertEquals(Verdict.LINEARIZABLE, verdict(lostWrite("a", 0), read("a", 2, 3)));
    assertEquals(Verdict.LINEARIZABLE, verdict(lostWrite("a", 0), read(null, 2, 3)));
    assertEquals(
        Verdict.LINEARIZABLE,
        verdict(lostWrite("a", 0), write("b", 1, 2), read("b", 3, 4), read("a", 5, 6)));
    assertEquals(
        Verdict.VIOLATED,
        verdict(
            lostWrite("a", 0),
            read("a", 1, 2),
            write("b", 3, 4),
            read("b", 5, 6),
            read("a", 7, 8)));
    assertEquals(
        Verdict.LINEARIZABLE,
        verdict(write("a", 0, 1), cas("a", "b", UNKNOWN, 2, 0), read("b", 5, 6)));
    assertEquals(
        Verdict.VIOLATED, verdict(write("a", 0, 1), cas("b", "d", UNKNOWN, 2, 0), read("d", 5, 6)));
  }

  @Test
  public void whatIsInTheWayIsSaid() {
    Linearizability.Answer answer =
        Linearizability.check(List.of(write("a", 0, 1), read("b", 2, 3)), LIMIT);
    assertTrue(answer.stuck.toString(), answer.stuck.get(0).value.equals("b"));
  }

  @Test
  public void aSearchThatIsTooLongIsGivenUp() {
    List<Operation> history = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      history.add(lostWrite("w" + i, i));
    }
    history.add(read("nobody's", 100, 101));
    assertEquals(Verdict.UNDECIDED, Linearizability.check(history, 1_000).verdict);
  }

  @Test
  public void agreesWithTryingAllOrders() {
    Random random = new Random(1);
    int[] verdicts = new int[2];
    for (int trial = 0; trial < 30_000; trial++) {
      List<Operation> history = anyHistory(random, 1 + random.nextInt(5));
      boolean right = AllOrders.allow(history);
      verdicts[right ? 1 : 0]++;
      assertEquals(
          history.toString(),
          right ? Verdict.LINEARIZABLE : Verdict.VIOLATED,
          Linearizability.check(history, LIMIT).verdict);
    }
    assertTrue(Arrays.toString(verdicts), Math.min(verdicts[0], verdicts[1]) > 5_000);
  }

  private static List<Operation> anyHistory(Random random, int size) {
    List<Operation> history = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long called = random.nextInt(12);
      long returned = called + 1 + random.nextInt(6);
      String value = VALUES[random.nextInt(VALUES.length)];
      switch (random.nextInt(3)) {
        case 0:
          history.add(read(value, called, returned));
          break;
        case 1:
          history.add(
              Operation.write(
                  "c", "k", value, random.nextInt(4) == 0 ? UNKNOWN : DONE, called, returned));
          break;
        default:
          history.add(
              cas(
                  VALUES[random.nextInt(VALUES.length)],
                  value,
                  Operation.Outcome.values()[random.nextInt(3)],
                  called,
                  returned));
      }
    }
    return history;
  }

  @Test
  public void aRegisterThatIsRightIsFoundRightAndOneThatIsNotIsFoundOut() {
    for (SimulatedRegister.Flaw flaw : SimulatedRegister.Flaw.values()) {
      int found = 0;
      for (int seed = 0; seed < 100; seed++) {
        Verdict verdict =
            Linearizability.check(SimulatedRegister.history(seed, flaw, 120, 5), LIMIT).verdict;
        assertFalse(flaw + " " + seed, verdict == Verdict.UNDECIDED);
        found += verdict == Verdict.VIOLATED ? 1 : 0;
      }
      if (flaw == SimulatedRegister.Flaw.NONE) {
        assertEquals(0, found);
      } else {
        assertTrue(flaw + " was found in only " + found + " of 100", found > 60);
      }
    }
  }

  /** Says it by trying each order of each choice of the unknown ones. */
  private static final class AllOrders {

    static boolean allow(List<Operation> history) {
      return from(new ArrayList<>(history), null);
    }

    private static boolean from(List<Operation> rest, String state) {
      if (rest.stream().allMatch(Operation::unknown)) {
        return true;
      }
      for (int i = 0; i < rest.size(); i++) {
        Operation next = rest.get(i);
        boolean early = rest.stream().allMatch(o -> o == next || o.returned >= next.called);
        if (!early) {
          continue;
        }
        List<Operation> others = new ArrayList<>(rest);
        others.remove(i);
        boolean stands = Objects.equals(state, next.expected);
        boolean right;
        String after = state;
        switch (next.kind) {
          case READ:
            right = Objects.equals(state, next.value);
            break;
          case WRITE:
            right = true;
            after = next.value;
            break;
          default:
            right = stands == (next.outcome != REFUSED);
            after = stands ? next.value : state;
        }
        if (right && from(others, after)) {
          return true;
        }
      }
      return false;
    }
  }
}
