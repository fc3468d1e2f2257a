// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Does what a schedule says, and mends it. A heavy fault that would leave no majority, because what
 * was hit before has not come back yet, is left out, and said so.
 */
final class Nemesis {

  private static final int FIRST_LOSS = 5;
  private static final int MORE_LOSS = 35;
  private static final int FIRST_DELAY = 20;
  private static final int MORE_DELAY = 400;

  private final TestServers servers;
  private final Network network;
  private final Leader leader;
  private final Storage storage;
  private final Findings findings;
  private final Api api;
  private final Queue<Disturbances.Span> spans = new ConcurrentLinkedQueue<>();
  private final ExecutorService mending = Executors.newCachedThreadPool();

  Nemesis(
      TestServers servers,
      Network network,
      Api api,
      Leader leader,
      Storage storage,
      Findings findings) {
    this.servers = servers;
    this.network = network;
    this.api = api;
    this.leader = leader;
    this.storage = storage;
    this.findings = findings;
  }

  /** Returns when the last fault is mended, or being mended. */
  void play(List<Fault> schedule) throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> running = new ArrayList<>();
    for (Fault fault : schedule) {
      long wait = fault.atMillis - (System.nanoTime() - start) / 1_000_000;
      if (wait > 0) {
        TimeUnit.MILLISECONDS.sleep(wait);
      }
      Thread thread = new Thread(() -> run(fault), "fault-" + fault.kind);
      thread.start();
      running.add(thread);
    }
    for (Thread each : running) {
      each.join();
    }
    mending.shutdown();
    mending.awaitTermination(5, TimeUnit.MINUTES);
  }

  /** What was done so far, and mended. */
  Disturbances disturbances() {
    return new Disturbances(List.copyOf(spans));
  }

  private void run(Fault fault) {
    try {
      String obstacle = obstacle(fault);
      Set<Integer> hit = new TreeSet<>();
      if (obstacle.isEmpty()) {
        hit.addAll(hit(fault));
        obstacle = claim(fault, hit);
      }
      if (!obstacle.isEmpty()) {
        findings.count("faults left out: " + fault.kind);
        findings.say(fault.kind + " " + fault.servers + " is left out: " + obstacle);
        return;
      }
      findings.count("fault " + fault.kind);
      findings.count("faults");
      findings.say(String.format("%s %s for %.1f s", fault.kind, hit, fault.forMillis / 1_000.0));
      long begin = System.nanoTime();
      act(fault, hit);
      spans.add(new Disturbances.Span(fault.kind, begin, System.nanoTime()));
    } catch (IOException e) {
      findings.count("faults that failed");
      findings.say(fault.kind + " could not be done: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why this machine cannot do it; empty when it can. */
  private String obstacle(Fault fault) {
    return fault.kind == Fault.Kind.FULL_DISK ? storage.obstacle() : network.obstacle(fault.kind);
  }

  private Set<Integer> hit(Fault fault) throws InterruptedException {
    if (fault.kind == Fault.Kind.KILL_UNSEEN) {
      List<Integer> managers = managers();
      return managers.isEmpty()
          ? Set.of()
          : Set.of(managers.get((int) (fault.choice % managers.size())));
    }
    if (fault.kind == Fault.Kind.RESET) {
      List<Integer> followers = new ArrayList<>(servers.all());
      leader.number().ifPresent(followers::remove);
      Collections.rotate(followers, (int) fault.choice);
      return new TreeSet<>(followers.subList(0, 2));
    }
    return fault.servers.equals(List.of(0))
        ? leader.number().map(Set::of).orElse(Set.of())
        : new TreeSet<>(fault.servers);
  }

  private String claim(Fault fault, Set<Integer> hit) {
    if (hit.isEmpty()) {
      return "nobody leads, or manages a process";
    }
    if (!fault.heavy()) {
      return "";
    }
    synchronized (servers.away()) {
      Set<Integer> gone = new TreeSet<>(servers.away());
      if (gone.stream().anyMatch(hit::contains)) {
        return "not back yet: " + gone;
      }
      // Its metadata may be lost: all others have to have it, and to keep it.
      boolean alone = fault.kind == Fault.Kind.DAMAGE;
      gone.addAll(hit);
      if (gone.size() > (alone ? 1 : (servers.count() - 1) / 2)) {
        return "away are " + servers.away();
      }
      servers.away().addAll(hit);
      return "";
    }
  }

  private void act(Fault fault, Set<Integer> hit) throws IOException, InterruptedException {
    int first = hit.iterator().next();
    switch (fault.kind) {
      case KILL:
        for (int n : hit) {
          servers.kill(n);
        }
        last(fault);
        hit.forEach(n -> mending.submit(() -> restart(n)));
        break;
      case STOP:
        servers.signal(first, "TERM");
        if (!servers.awaitEnd(first, 30)) {
          findings.violation("an end in 30 s", "server " + first + " does not end by SIGTERM");
          servers.kill(first);
        }
        last(fault);
        mending.submit(() -> restart(first));
        break;
      case PAUSE:
        for (int n : hit) {
          servers.signal(n, "STOP");
        }
        last(fault);
        for (int n : hit) {
          servers.signal(n, "CONT");
        }
        back(hit);
        break;
      case KILL_UNSEEN:
        List<String> managed = managed(first);
        servers.signal(first, "STOP");
        for (String pid : managed) {
          Shell.works("kill", "-KILL", pid);
        }
        last(fault);
        servers.signal(first, "CONT");
        back(hit);
        break;
      case FULL_DISK:
        storage.fill(first);
        last(fault);
        storage.free(first);
        mending.submit(() -> storage.recover(first, this::restart));
        break;
      case DAMAGE:
        servers.kill(first);
        last(fault);
        mending.submit(() -> storage.damage(first, fault.choice, this::restart));
        break;
      case KILL_PROCESS:
      case PAUSE_PROCESS:
        process(fault);
        break;
      case DELAY:
      case NARROW:
        queue(fault, first);
        break;
      default:
        cut(fault, hit);
        last(fault);
        network.heal(fault);
        network.apply();
        if (fault.heavy()) {
          back(hit);
        }
    }
  }

  /** Those that manage processes now. */
  private List<Integer> managers() throws InterruptedException {
    List<Integer> found = new ArrayList<>();
    for (int n : servers.all()) {
      if (!servers.away().contains(n) && !managed(n).isEmpty()) {
        found.add(n);
      }
    }
    return found;
  }

  /** Pids of the processes that the server manages. */
  private List<String> managed(int server) throws InterruptedException {
    List<String> pids = new ArrayList<>();
    List<JsonObject> named = api.list(server, "/cluster/processes");
    if (named != null) {
      for (JsonObject each : named) {
        if (each.get("server").getAsString().equals(servers.id(server))
            && each.get("pid").getAsLong() > 0) {
          pids.add(each.get("pid").getAsString());
        }
      }
    }
    return pids;
  }

  private void back(Set<Integer> hit) {
    synchronized (servers.away()) {
      servers.away().removeAll(hit);
    }
  }

  private static void last(Fault fault) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(fault.forMillis);
  }

  private void cut(Fault fault, Set<Integer> hit) throws IOException, InterruptedException {
    int loss = FIRST_LOSS + (int) (fault.choice % MORE_LOSS);
    for (int n : hit) {
      for (int other : servers.all()) {
        if (n == other || hit.contains(other) && fault.heavy()) {
          continue;
        }
        switch (fault.kind) {
          case DEAF:
            network.silence(fault, other, n);
            break;
          case MUTE:
            network.silence(fault, n, other);
            break;
          case LOSS:
            network.drop(fault, n, other, loss);
            network.drop(fault, other, n, loss);
            break;
          case RESET:
            if (hit.contains(other)) {
              network.reset(fault, other, n);
            }
            break;
          case PAIR:
            if (hit.contains(other)) {
              network.silence(fault, n, other);
            }
            break;
          default:
            network.cut(fault, n, other);
        }
      }
    }
    network.apply();
  }

  private void queue(Fault fault, int server) throws IOException, InterruptedException {
    if (fault.kind == Fault.Kind.DELAY) {
      long millis = FIRST_DELAY + fault.choice % MORE_DELAY;
      network.late(server, millis);
    } else {
      network.narrow(server);
    }
    last(fault);
    network.prompt(server);
  }

  private void process(Fault fault) throws IOException, InterruptedException {
    List<Long> pids = new ArrayList<>(servers.processes().interpreters().keySet());
    if (pids.isEmpty()) {
      findings.say("there is no interpreter process");
      return;
    }
    String pid = String.valueOf(pids.get((int) (fault.choice % pids.size())));
    if (fault.kind == Fault.Kind.KILL_PROCESS) {
      Shell.works("kill", "-KILL", pid);
      return;
    }
    Shell.works("kill", "-STOP", pid);
    last(fault);
    Shell.works("kill", "-CONT", pid);
  }

  private void restart(int server) {
    try {
      servers.start(server);
      findings.say("server " + server + " answers again");
    } catch (IOException e) {
      findings.violation("a server comes back", "server " + server + ": " + brief(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      back(Set.of(server));
    }
  }

  /** Of a server's log, what it says itself of why it does not start. */
  static String brief(String output) {
    String said =
        output
            .lines()
            .filter(l -> l.contains("does not start") || l.contains("ERROR"))
            .distinct()
            .limit(3)
            .collect(Collectors.joining(" | "));
    return said.isEmpty() ? output.substring(Math.max(0, output.length() - 400)) : said;
  }
}
