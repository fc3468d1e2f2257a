// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One network namespace for each server, all on a bridge in the namespace that this program runs in
 * and from which it reaches every server, whatever the servers do to one another. Nothing of it
 * outlives that namespace.
 */
final class Network {

  private static final String NET = "10.77.0.";
  private static final String HUB = NET + "254";
  private static final int ALL = 100;
  private static final int RESET = 0;

  /** Names of the namespaces, without the number. */
  static final String NAMES = "chaos";

  private final int servers;
  private final boolean filters;
  private final Map<Object, List<Drop>> drops = new HashMap<>();

  private Network(int servers, boolean filters) {
    this.servers = servers;
    this.filters = filters;
  }

  /** Makes the namespaces. Fails where they are not permitted. */
  static Network make(int servers) throws IOException, InterruptedException {
    Shell.run("ip", "link", "set", "lo", "up");
    Shell.run("ip", "link", "add", "hub", "type", "bridge");
    Shell.run("ip", "addr", "add", HUB + "/24", "dev", "hub");
    Shell.run("ip", "link", "set", "hub", "up");
    for (int n = 1; n <= servers; n++) {
      String name = NAMES + n;
      Shell.run("ip", "netns", "add", name);
      Shell.run(
          "ip", "link", "add", "port" + n, "type", "veth", "peer", "name", "eth0", "netns", name);
      Shell.run("ip", "link", "set", "port" + n, "master", "hub", "up");
      Shell.run("ip", "-n", name, "addr", "add", address(n) + "/24", "dev", "eth0");
      Shell.run("ip", "-n", name, "link", "set", "eth0", "up");
      Shell.run("ip", "-n", name, "link", "set", "lo", "up");
    }
    return new Network(servers, Shell.works(in(1, "nft", "add", "table", "inet", "chaos")));
  }

  static String address(int server) {
    return NET + server;
  }

  /** Can packets be lost by chance, and vanish without a word? */
  boolean filters() {
    return filters;
  }

  /** Can packets be late by a given time? */
  boolean delays() throws InterruptedException {
    boolean possible =
        Shell.works(in(1, "tc", "qdisc", "add", "dev", "eth0", "root", "netem", "delay", "1ms"));
    if (possible) {
      Shell.works(in(1, "tc", "qdisc", "del", "dev", "eth0", "root"));
    }
    return possible;
  }

  private static String[] in(int server, String... command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + NAMES + server));
    all.addAll(List.of(command));
    return all.toArray(new String[0]);
  }

  /** What is sent by the one no longer comes to the other, until the cause is healed. */
  synchronized void drop(Object cause, int from, int to, int percent) {
    drops.computeIfAbsent(cause, c -> new ArrayList<>()).add(new Drop(from, to, percent));
  }

  /** Connections of the one to the other are answered by a reset, until the cause is healed. */
  synchronized void reset(Object cause, int from, int to) {
    drops.computeIfAbsent(cause, c -> new ArrayList<>()).add(new Drop(from, to, RESET));
  }

  /** Both ways. */
  void cut(Object cause, int one, int other) {
    drop(cause, one, other, ALL);
    drop(cause, other, one, ALL);
  }

  /** One way. */
  void silence(Object cause, int from, int to) {
    drop(cause, from, to, ALL);
  }

  synchronized void heal(Object cause) {
    drops.remove(cause);
  }

  /** Puts into force what was said. */
  synchronized void apply() throws IOException, InterruptedException {
    for (int n = 1; n <= servers; n++) {
      if (filters) {
        Shell.run(Map.of(), rules(n), in(n, "nft", "-f", "-"));
      } else {
        routes(n);
      }
    }
  }

  /** Replaces all rules of a server at once. */
  private String rules(int server) {
    StringBuilder rules = new StringBuilder();
    rules.append("add table inet chaos\ndelete table inet chaos\ntable inet chaos {\n");
    rules.append("chain heard { type filter hook input priority 0;\n");
    for (List<Drop> each : drops.values()) {
      for (Drop drop : each) {
        if (drop.to == server) {
          rules.append("ip saddr ").append(address(drop.from));
          if (drop.percent < ALL && drop.percent != RESET) {
            rules.append(" numgen random mod 100 < ").append(drop.percent);
          }
          rules.append(
              drop.percent == RESET ? " meta l4proto tcp reject with tcp reset\n" : " drop\n");
        }
      }
    }
    return rules.append("}\n}\n").toString();
  }

  /** Without filters: a server finds no way to another one. */
  private void routes(int server) throws IOException, InterruptedException {
    String name = NAMES + server;
    for (int other = 1; other <= servers; other++) {
      int to = other;
      boolean dropped =
          drops.values().stream()
              .flatMap(List::stream)
              .anyMatch(d -> d.from == server && d.to == to && d.percent == ALL);
      String route = address(other) + "/32";
      boolean there = Shell.run("ip", "-n", name, "route", "show", route).contains("blackhole");
      if (dropped && !there) {
        Shell.run("ip", "-n", name, "route", "add", "blackhole", route);
      } else if (!dropped && there) {
        Shell.run("ip", "-n", name, "route", "del", "blackhole", route);
      }
    }
  }

  /** Sets how the server's packets queue, as tc(8) says it; empty for as usual. */
  void queue(int server, String... discipline) throws IOException, InterruptedException {
    if (discipline.length == 0) {
      Shell.run(in(server, "tc", "qdisc", "del", "dev", "eth0", "root"));
      return;
    }
    List<String> command = new ArrayList<>(List.of("tc", "qdisc", "add", "dev", "eth0", "root"));
    command.addAll(List.of(discipline));
    Shell.run(in(server, command.toArray(new String[0])));
  }

  private static final class Drop {
    private final int from;
    private final int to;
    private final int percent;

    Drop(int from, int to, int percent) {
      this.from = from;
      this.to = to;
      this.percent = percent;
    }
  }
}
