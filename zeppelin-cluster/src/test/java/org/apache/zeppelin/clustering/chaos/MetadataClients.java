// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Clients that put, get and compare-and-set a few keys at all servers at once, and write down what
 * they were told. Keys are used up one after the other, so that a history of one is short.
 */
final class MetadataClients {

  private static final int PER_SERVER = 2;
  private static final int KEYS = 2;
  private static final int OPERATIONS_PER_KEY = 150;
  private static final int ANSWER_MILLIS = 4_000;
  private static final long PAUSE_MILLIS = 40;
  private static final int LIMIT = 3_000_000;

  private final TestServers servers;
  private final Findings findings;
  private final ConcurrentLinkedQueue<Operation> history = new ConcurrentLinkedQueue<>();
  private final AtomicInteger begun = new AtomicInteger();

  MetadataClients(TestServers servers, Findings findings) {
    this.servers = servers;
    this.findings = findings;
  }

  void start(Work work, long seed) {
    for (int server : servers.all()) {
      for (int i = 0; i < PER_SERVER; i++) {
        Client client = new Client(server, "m" + server + "." + i, seed * 1_000 + server * 10 + i);
        work.repeat("metadata-" + server, PAUSE_MILLIS, client::step);
      }
    }
  }

  private final class Client {
    private final String name;
    private final int server;
    private final Random random;
    private final Door door;
    private final Map<String, String> seen = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private int count;

    Client(int server, String name, long seed) {
      this.server = server;
      this.name = name;
      this.random = new Random(seed);
      this.door = new Door(servers.door(server), ANSWER_MILLIS);
    }

    void step() {
      if (!door.open()) {
        findings.count("metadata operations that found no server");
        return;
      }
      int number = begun.incrementAndGet() / (OPERATIONS_PER_KEY * KEYS);
      String key = "lock/chaos-" + number + "-" + random.nextInt(KEYS);
      String value = name + "-" + ++count;
      long called = System.nanoTime();
      switch (random.nextInt(versions.containsKey(key) ? 4 : 2)) {
        case 0:
          put(key, value, called);
          break;
        case 1:
          get(key, called);
          break;
        default:
          compareAndSet(key, value, called);
      }
    }

    private void put(String key, String value, long called) {
      String[] answer = door.ask("PUT " + key + " " + value);
      boolean done = answer[0].equals("OK");
      tell(
          Operation.write(
              name,
              key,
              value,
              done ? Operation.Outcome.DONE : Operation.Outcome.UNKNOWN,
              called,
              System.nanoTime()));
    }

    private void get(String key, long called) {
      String[] answer = door.ask("GET " + key);
      if (!answer[0].equals("OK")) {
        findings.count("metadata reads without an answer");
        return;
      }
      long version = Long.parseLong(answer[1]);
      String value = version == 0 ? null : answer[2];
      seen.put(key, value);
      versions.put(key, version);
      tell(Operation.read(name, key, value, called, System.nanoTime()));
    }

    private void compareAndSet(String key, String value, long called) {
      String expected = seen.get(key);
      String[] answer = door.ask("CAS " + key + " " + versions.remove(key) + " " + value);
      Operation.Outcome outcome = Operation.Outcome.UNKNOWN;
      if (answer[0].equals("OK")) {
        outcome = Operation.Outcome.DONE;
      } else if (answer[0].equals("NO")) {
        outcome = Operation.Outcome.REFUSED;
      }
      tell(Operation.compareAndSet(name, key, expected, value, outcome, called, System.nanoTime()));
    }

    private void tell(Operation operation) {
      history.add(operation);
      findings.count("metadata operations");
      findings.count("metadata " + operation.kind + " " + operation.outcome);
    }
  }

  /** Reads every key once more at every server, so that what was lost at the end shows. */
  void readAll() {
    List<String> keys = history.stream().map(o -> o.key).distinct().collect(Collectors.toList());
    for (int server : servers.all()) {
      Client last = new Client(server, "last" + server, server);
      for (String key : keys.subList(Math.max(0, keys.size() - 20), keys.size())) {
        if (last.door.open()) {
          last.get(key, System.nanoTime());
        }
      }
      last.door.close();
    }
  }

  /** Looks at all that was told, and keeps it in the file. */
  void check(Path file) throws IOException {
    Map<String, List<Operation>> byKey = new TreeMap<>();
    for (Operation each : history) {
      byKey.computeIfAbsent(each.key, k -> new ArrayList<>()).add(each);
    }
    Files.write(
        file,
        history.stream().map(Operation::toString).collect(Collectors.toList()),
        StandardCharsets.UTF_8);
    for (Map.Entry<String, List<Operation>> each : byKey.entrySet()) {
      Linearizability.Answer answer = Linearizability.check(each.getValue(), LIMIT);
      findings.count("keys whose history was checked: " + answer.verdict);
      if (answer.verdict == Linearizability.Verdict.VIOLATED) {
        findings.violation(
            "linearizable metadata",
            each.getKey()
                + " of "
                + each.getValue().size()
                + " operations; none of these can come next, or only the last one: "
                + answer.stuck);
      }
    }
  }
}
