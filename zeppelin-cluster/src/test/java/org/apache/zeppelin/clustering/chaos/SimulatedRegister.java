// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Makes up what clients of one key would tell, of a register that is right or has a flaw. */
final class SimulatedRegister {

  enum Flaw {
    NONE,
    /** A write is acknowledged now and then and not done. */
    LOST_WRITE,
    /** A read is answered now and then with what stood there before. */
    STALE_READ,
    /** A compare-and-set writes now and then whatever stands there. */
    BLIND_COMPARE_AND_SET,
    /** What was written is written again later. */
    DOUBLE_WRITE,
    /** A compare-and-set is refused now and then and done nevertheless. */
    REFUSED_AND_DONE
  }

  private static final int PERIOD = 10;

  private final Random random;
  private final Flaw flaw;
  private final List<Operation> history = new ArrayList<>();
  private String state;
  private String before;
  private String late;

  private SimulatedRegister(long seed, Flaw flaw) {
    this.random = new Random(seed);
    this.flaw = flaw;
  }

  /** Operations of that many clients, about one in twenty without an answer. */
  static List<Operation> history(long seed, Flaw flaw, int operations, int clients) {
    SimulatedRegister register = new SimulatedRegister(seed, flaw);
    for (int i = 0; i < operations; i++) {
      register.step(i, clients);
    }
    return register.history;
  }

  /** Each takes effect at i * PERIOD, and lasts longer than that to both sides. */
  private void step(int i, int clients) {
    long now = (long) i * PERIOD;
    long called = now - random.nextInt(PERIOD * clients / 2);
    long returned = now + 1 + random.nextInt(PERIOD * clients / 2);
    boolean flawed = random.nextInt(6) == 0;
    if (late != null && random.nextInt(3) == 0) {
      set(late);
      late = null;
    }
    String value = "v" + i;
    Operation.Outcome outcome =
        random.nextInt(20) == 0 ? Operation.Outcome.UNKNOWN : Operation.Outcome.DONE;
    String client = "c" + i % clients;
    switch (random.nextInt(3)) {
      case 0:
        String seen = flaw == Flaw.STALE_READ && flawed ? before : state;
        history.add(Operation.read(client, "k", seen, called, returned));
        return;
      case 1:
        boolean lost =
            outcome == Operation.Outcome.UNKNOWN
                ? random.nextBoolean()
                : flaw == Flaw.LOST_WRITE && flawed;
        if (!lost) {
          set(value);
          late = flaw == Flaw.DOUBLE_WRITE && flawed ? value : late;
        }
        history.add(Operation.write(client, "k", value, outcome, called, returned));
        return;
      default:
        compareAndSet(client, value, outcome, flawed, called, returned);
    }
  }

  private void compareAndSet(
      String client,
      String value,
      Operation.Outcome answer,
      boolean flawed,
      long called,
      long returned) {
    String expected = random.nextBoolean() ? state : before;
    boolean stands = Objects.equals(expected, state);
    Operation.Outcome outcome = answer;
    if (answer == Operation.Outcome.UNKNOWN) {
      if (stands && random.nextBoolean()) {
        set(value);
      }
    } else if (stands || flaw == Flaw.BLIND_COMPARE_AND_SET && flawed) {
      set(value);
      if (flaw == Flaw.REFUSED_AND_DONE && flawed) {
        outcome = Operation.Outcome.REFUSED;
      }
    } else {
      outcome = Operation.Outcome.REFUSED;
    }
    history.add(Operation.compareAndSet(client, "k", expected, value, outcome, called, returned));
  }

  private void set(String value) {
    before = state;
    state = value;
  }
}
