// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.zeppelin.clustering.metadata.wire.FiringEntry;

/**
 * Three servers, one scheduled note and the log between them. The first server may die at any
 * moment and come back; each may lose its session and not know it. Views of the log are as old as
 * chance wants.
 */
final class FiringSimulation {

  private static final int SERVERS = 3;

  private final Random random;
  private final List<Server> servers = new ArrayList<>();
  private final Set<String> open = new HashSet<>();
  private final Map<Long, List<String>> story = new HashMap<>();
  private final Map<Long, Integer> runs = new HashMap<>();
  private final Map<Long, Integer> cuts = new HashMap<>();
  private final Map<Long, Integer> skips = new HashMap<>();

  // The log.
  private long index;
  private FiringEntry entry;
  private long version;
  private String ownerSession;

  private int sessions;
  private long lastTime;
  private int takenOver;

  FiringSimulation(long seed) {
    random = new Random(seed);
    for (int i = 0; i < SERVERS; i++) {
      servers.add(new Server(i));
    }
  }

  long lastTime() {
    return lastTime;
  }

  int runs(long time) {
    return runs.getOrDefault(time, 0);
  }

  /** Begun by a server that died before it did anything. */
  int cuts(long time) {
    return cuts.getOrDefault(time, 0);
  }

  int skips(long time) {
    return skips.getOrDefault(time, 0);
  }

  int takenOver() {
    return takenOver;
  }

  String story(long time) {
    return String.valueOf(story.get(time));
  }

  private void tell(long time, String what) {
    story.computeIfAbsent(time, t -> new ArrayList<>()).add(what);
  }

  void step() {
    Server server = servers.get(random.nextInt(SERVERS));
    switch (random.nextInt(14)) {
      case 0:
        server.scheduleComes();
        break;
      case 1:
        if (server.number == 0 && server.alive && random.nextInt(3) == 0) {
          server.die();
        }
        break;
      case 2:
        if (!server.alive && random.nextInt(2) == 0) {
          expire(server.session);
          // Clocks differ by less than a server takes to start.
          servers.forEach(Server::catchUp);
          server.revive();
        }
        break;
      case 3:
        if (random.nextInt(3) == 0) {
          expire(server.session);
        }
        break;
      case 4:
        server.look();
        break;
      default:
        server.act();
    }
  }

  /** Everybody who lives comes to rest. */
  void settle() {
    for (Server server : servers) {
      if (!server.alive) {
        expire(server.session);
      }
      server.catchUp();
    }
    for (int round = 0; round < 100; round++) {
      for (Server server : servers) {
        server.look();
        server.act();
      }
    }
  }

  private void expire(String session) {
    if (!open.remove(session)) {
      return;
    }
    index++;
    if (session.equals(ownerSession)) {
      ownerSession = null;
    }
    if (entry != null
        && entry.isSetRunMillis()
        && !entry.isBegun()
        && session.equals(entry.getRunnerSession())) {
      for (Server server : servers) {
        server.due.add(entry.getRunMillis());
      }
    }
  }

  private final class Server {
    private final int number;
    private final TreeSet<Long> due = new TreeSet<>();
    private boolean alive = true;
    private String session;
    private long seenTime;

    private FiringEntry seen;
    private long seenVersion;

    private FiringEntry run;
    private long runVersion;
    private String runSession;
    private boolean acted;

    Server(int number) {
      this.number = number;
      revive();
    }

    void revive() {
      alive = true;
      session = "session" + sessions++;
      open.add(session);
      index++;
      look();
      seenTime = lastTime;
      if (seen != null
          && seen.isSetRunMillis()
          && !seen.isBegun()
          && !open.contains(seen.getRunnerSession())) {
        due.add(seen.getRunMillis());
      }
    }

    void die() {
      alive = false;
      if (run != null && run.isBegun() && !acted) {
        cuts.merge(run.getRunMillis(), 1, Integer::sum);
        tell(run.getRunMillis(), "cut on " + number);
      }
      run = null;
      due.clear();
    }

    void look() {
      if (alive) {
        seen = entry;
        seenVersion = version;
      }
    }

    private void catchUp() {
      while (alive && seenTime < lastTime) {
        scheduleComes();
      }
    }

    /** The next point of the schedule; clocks differ. */
    void scheduleComes() {
      if (!alive) {
        return;
      }
      seenTime++;
      lastTime = Math.max(lastTime, seenTime);
      if (run == null) {
        due.add(seenTime);
      } else if (!run.getDecidedMillis().contains(seenTime)) {
        FiringEntry skipped = FiringChange.skip(Optional.of(run), seenTime);
        if (commit(runSession, runVersion, skipped)) {
          run = skipped;
          runVersion = version;
          skips.merge(seenTime, 1, Integer::sum);
        } else {
          due.add(seenTime);
        }
      }
    }

    private boolean commit(String as, long expected, FiringEntry changed) {
      index++;
      if (!open.contains(as) || version != expected) {
        return false;
      }
      entry = changed;
      version = index;
      return true;
    }

    void act() {
      if (!alive) {
        return;
      }
      if (run != null) {
        goOn();
      } else if (!open.contains(session) && random.nextBoolean()) {
        session = "session" + sessions++;
        open.add(session);
        index++;
      } else if (!due.isEmpty()) {
        decide(due.first());
      }
    }

    private void goOn() {
      if (!run.isBegun()) {
        FiringEntry begun = FiringChange.begin(run);
        if (commit(runSession, runVersion, begun)) {
          run = begun;
          runVersion = version;
          acted = false;
        } else {
          tell(run.getRunMillis(), "refused on " + number);
          run = null;
        }
      } else if (!acted) {
        acted = true;
        runs.merge(run.getRunMillis(), 1, Integer::sum);
        tell(run.getRunMillis(), "ran on " + number);
      } else {
        commit(runSession, runVersion, FiringChange.end(run));
        run = null;
      }
    }

    private boolean owner() {
      if (ownerSession == null && open.contains(session)) {
        ownerSession = session;
        index++;
      }
      return session.equals(ownerSession);
    }

    private void ask(long time) {
      for (Server other : servers) {
        if (other.alive && other.session.equals(ownerSession)) {
          other.due.add(time);
        }
      }
    }

    private void decide(long time) {
      Optional<FiringEntry> present = Optional.ofNullable(seen);
      boolean acts =
          present
              .map(FiringEntry::getRunnerSession)
              .filter(s -> !s.equals(session) && open.contains(s))
              .isPresent();
      FiringDecision decision = FiringDecision.of(present, time, acts, owner(), false);
      FiringEntry changed;
      switch (decision) {
        case DONE:
          due.remove(time);
          return;
        case WAIT:
          if (random.nextBoolean()) {
            ask(time);
          }
          return;
        case TAKE_OVER:
          changed = FiringChange.takeOver(seen, "s" + number, session);
          break;
        default:
          changed = FiringChange.take(present, time, "s" + number, session);
      }
      if (!commit(session, seenVersion, changed)) {
        look();
        return;
      }
      look();
      takenOver += decision == FiringDecision.TAKE_OVER ? 1 : 0;
      run = changed;
      runVersion = version;
      runSession = session;
      due.remove(run.getRunMillis());
      tell(run.getRunMillis(), decision + " on " + number);
    }
  }
}
