// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One network namespace for each server, all on a bridge in the namespace that this program runs in
 * and from which it reaches every server, whatever the servers do to one another. Nothing of it
 * outlives that namespace.
 */
final class Namespaces implements Network {

  private static final String NET = "10.77.0.";
  private static final String HUB = NET + "254";

  /** Names of the namespaces, without the number. */
  private static final String NAMES = "chaos";

  private final int servers;
  private final boolean filters;
  private final boolean delays;
  private final Drops drops = new Drops();

  private Namespaces(int servers, boolean filters, boolean delays) {
    this.servers = servers;
    this.filters = filters;
    this.delays = delays;
  }

  /** Makes the namespaces. Fails where they are not permitted. */
  static Namespaces make(int servers) throws IOException, InterruptedException {
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
      Shell.run("ip", "-n", name, "addr", "add", NET + n + "/24", "dev", "eth0");
      Shell.run("ip", "-n", name, "link", "set", "eth0", "up");
      Shell.run("ip", "-n", name, "link", "set", "lo", "up");
    }
    return new Namespaces(
        servers, Shell.works(in(1, "nft", "add", "table", "inet", "chaos")), netem());
  }

  /** Can packets be late by a given time? */
  private static boolean netem() throws InterruptedException {
    boolean possible =
        Shell.works(in(1, "tc", "qdisc", "add", "dev", "eth0", "root", "netem", "delay", "1ms"));
    if (possible) {
      Shell.works(in(1, "tc", "qdisc", "del", "dev", "eth0", "root"));
    }
    return possible;
  }

  @Override
  public String address(int server) {
    return NET + server;
  }

  @Override
  public String host(int server) {
    return address(server);
  }

  @Override
  public List<String> options() {
    return List.of("--netns", NAMES);
  }

  @Override
  public List<String> jvmOptions() {
    return List.of();
  }

  @Override
  public String remark() {
    return filters
        ? ""
        : "there is no nft, so packets are not lost by chance, and cuts are routes that lead"
            + " nowhere: install the package nftables";
  }

  @Override
  public String obstacle(Fault.Kind kind) {
    if (kind == Fault.Kind.DELAY && !delays) {
      return "this kernel has no netem";
    }
    boolean filtered = kind == Fault.Kind.LOSS || kind == Fault.Kind.RESET;
    return filtered && !filters ? "there is no nft: install the package nftables" : "";
  }

  private static String[] in(int server, String... command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + NAMES + server));
    all.addAll(List.of(command));
    return all.toArray(new String[0]);
  }

  @Override
  public synchronized void drop(Object cause, int from, int to, int percent) {
    drops.drop(cause, from, to, percent);
  }

  @Override
  public synchronized void reset(Object cause, int from, int to) {
    drops.reset(cause, from, to);
  }

  @Override
  public synchronized void heal(Object cause) {
    drops.heal(cause);
  }

  @Override
  public synchronized void apply() throws IOException, InterruptedException {
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
    for (Drops.Drop drop : drops.to(server)) {
      rules.append("ip saddr ").append(address(drop.from));
      if (drop.percent < Drops.ALL && !drop.resets()) {
        rules.append(" numgen random mod 100 < ").append(drop.percent);
      }
      rules.append(drop.resets() ? " meta l4proto tcp reject with tcp reset\n" : " drop\n");
    }
    return rules.append("}\n}\n").toString();
  }

  /** Without filters: a server finds no way to another one. */
  private void routes(int server) throws IOException, InterruptedException {
    String name = NAMES + server;
    for (int other = 1; other <= servers; other++) {
      boolean dropped = drops.percent(server, other) == Drops.ALL;
      String route = address(other) + "/32";
      boolean there = Shell.run("ip", "-n", name, "route", "show", route).contains("blackhole");
      if (dropped && !there) {
        Shell.run("ip", "-n", name, "route", "add", "blackhole", route);
      } else if (!dropped && there) {
        Shell.run("ip", "-n", name, "route", "del", "blackhole", route);
      }
    }
  }

  @Override
  public void late(int server, long millis) throws IOException, InterruptedException {
    queue(server, "netem", "delay", millis + "ms", millis / 4 + "ms");
  }

  @Override
  public void narrow(int server) throws IOException, InterruptedException {
    queue(server, "tbf", "rate", "1mbit", "burst", "16kb", "latency", "400ms");
  }

  @Override
  public void prompt(int server) throws IOException, InterruptedException {
    Shell.run(in(server, "tc", "qdisc", "del", "dev", "eth0", "root"));
  }

  /** How the server's packets queue, as tc(8) says it. */
  private static void queue(int server, String... discipline)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tc", "qdisc", "add", "dev", "eth0", "root"));
    command.addAll(List.of(discipline));
    Shell.run(in(server, command.toArray(new String[0])));
  }

  /** They end with this program. */
  @Override
  public void close() {}
}
