// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.junit.Test;

/**
 * A server's lease and the leaders' tables under random heartbeats, delays, pauses and changes of
 * leader: whenever a session's end is committed, its server has stopped acting before. Every
 * machine has a clock of its own, with another origin and up to a tenth faster or slower.
 */
public class LeasePropertyTest {

  private static final int RUNS = 3_000;
  private static final int STEPS = 400;
  private static final int LEADERS = 3;
  private static final long TIMEOUT_MILLIS = 5_000;
  private static final String SESSION = "session";

  private static final class Clock {
    private final long origin;
    private final double rate;

    private Clock(Random random) {
      origin = random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - random.nextInt(1 << 30);
      rate = 0.9 + 0.2 * random.nextDouble();
    }

    private long at(long millis) {
      return origin + (long) (TimeUnit.MILLISECONDS.toNanos(millis) * rate);
    }
  }

  /** Something on its way through the network. */
  private static final class Message {
    private final long arrives;
    private final Runnable effect;

    private Message(long arrives, Runnable effect) {
      this.arrives = arrives;
      this.effect = effect;
    }
  }

  private static final class World {
    private final Random random;
    private final Clock serverClock;
    private final ServerLease lease =
        new ServerLease(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS));
    private final List<Clock> leaderClocks = new ArrayList<>();
    private final List<SessionTable> tables = new ArrayList<>();
    private final List<Message> network = new ArrayList<>();
    private final List<Session> open = new ArrayList<>();
    private long now;
    private int leader;
    private long term;
    private int ended;
    private int acted;
    private int silentSteps;

    private World(long seed) {
      random = new Random(seed);
      serverClock = new Clock(random);
      for (int i = 0; i < LEADERS; i++) {
        leaderClocks.add(new Clock(random));
        tables.add(new SessionTable(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS / 2)));
      }
      elect();
      open();
    }

    private void elect() {
      leader = random.nextInt(LEADERS);
      term++;
      tables.get(leader).lead(leaderClocks.get(leader).at(now));
    }

    private void open() {
      open.add(new Session(SESSION, "a:1", TIMEOUT_MILLIS, term));
      lease.opened(SESSION, serverClock.at(now));
    }

    private void send(int delay, Runnable effect) {
      network.add(new Message(now + delay, effect));
    }

    private int delay() {
      return random.nextInt(10) == 0 ? random.nextInt(6_000) : random.nextInt(50);
    }

    private void heartbeat() {
      long sent = serverClock.at(now);
      if (silentSteps > 0 || random.nextInt(4) == 0) {
        return; // lost
      }
      send(
          delay(),
          () -> {
            long heardAt = leaderClocks.get(leader).at(now);
            tables.get(leader).observe(open, heardAt);
            if (tables.get(leader).heard(SESSION, heardAt) == SessionTable.Heard.ALIVE) {
              send(delay(), () -> lease.renewed(SESSION, sent));
            }
          });
    }

    private void look() {
      long lookedAt = leaderClocks.get(leader).at(now);
      tables.get(leader).observe(open, lookedAt);
      long decidedIn = term;
      for (String due : tables.get(leader).due(lookedAt).keySet()) {
        send(
            delay(),
            () -> {
              if (decidedIn == term && open.removeIf(session -> session.getId().equals(due))) {
                ended++;
                assertFalse(
                    "acts at the moment its session is ended", lease.mayAct(serverClock.at(now)));
              }
            });
      }
    }

    private void deliver() {
      List<Message> arrived = new ArrayList<>();
      network.removeIf(message -> message.arrives <= now && arrived.add(message));
      arrived.forEach(message -> message.effect.run());
    }

    private void step() {
      int pause = random.nextInt(40) == 0 ? 6_000 : 300;
      now += random.nextInt(pause);
      deliver();
      silentSteps = random.nextInt(100) == 0 ? 80 : Math.max(0, silentSteps - 1);
      int what = random.nextInt(100);
      if (what < 45) {
        heartbeat();
      } else if (what < 98) {
        look();
      } else {
        elect();
      }
      if (lease.mayAct(serverClock.at(now))) {
        acted++;
      }
    }
  }

  @Test
  public void noServerActsWhenItsSessionIsEndedForSilence() {
    int ended = 0;
    int acted = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      World world = new World(seed);
      for (int i = 0; i < STEPS && !world.open.isEmpty(); i++) {
        try {
          world.step();
        } catch (AssertionError e) {
          throw new AssertionError("seed " + seed + ", step " + i, e);
        }
      }
      ended += world.ended;
      acted += world.acted;
    }
    assertTrue("too few sessions ended: " + ended, ended > RUNS / 10);
    assertTrue("the server hardly acted: " + acted, acted > RUNS * 5);
  }
}
