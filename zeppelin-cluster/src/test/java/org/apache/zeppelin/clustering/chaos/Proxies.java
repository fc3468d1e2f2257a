// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.chaos.proxy.Entrance;
import org.apache.zeppelin.clustering.chaos.proxy.Outlet;
import org.apache.zeppelin.clustering.chaos.proxy.Relays;
import org.apache.zeppelin.clustering.chaos.proxy.Socks;
import org.apache.zeppelin.clustering.chaos.proxy.Threads;
import org.apache.zeppelin.clustering.chaos.proxy.Wire;

/**
 * Links for where there are no namespaces: each server listens on a loopback address of its own,
 * and is told by a file of hosts that the others are elsewhere.
 *
 * <p>Ratis connects to {@code zc2:19081}; for server 1 that is 127.77.1.2, where the link from 1 to
 * 2 listens. Interpreter processes and what they send their events to listen on all addresses, so
 * nothing else can listen on their ports; but who connects to them, or to the module's own service,
 * does so by a plain socket, and the JVM sends those through SOCKS. For server 1, processes of
 * server 2 are on zp2, an address that no machine has: so it is as little its own as it would be on
 * another machine.
 */
final class Proxies implements Network {

  private static final String NET = "127.77.";
  private static final String ELSEWHERE = "10.77.0.";
  private static final String SERVER = "zc";
  private static final String PROCESS = "zp";
  private static final int SOCKS_HOST = 254;
  private static final int SOCKS_PORT = 1_080;
  private static final long BYTES_PER_SECOND = 125_000;

  private final int servers;
  private final Path hosts;
  private final Wire[][] wires;
  private final Relays[][] relays;
  private final Outlet[] outlets;
  private final Threads threads = new Threads();
  private final List<Entrance> entrances = new ArrayList<>();
  private final Drops drops = new Drops();

  private Proxies(int servers, Path dir, long seed) {
    this.servers = servers;
    this.hosts = dir.resolve("hosts");
    this.wires = new Wire[servers + 1][servers + 1];
    this.relays = new Relays[servers + 1][servers + 1];
    this.outlets = new Outlet[servers + 1];
    Random random = new Random(seed);
    for (int from = 1; from <= servers; from++) {
      outlets[from] = new Outlet(System::nanoTime);
      for (int to = 1; to <= servers; to++) {
        wires[from][to] = new Wire(outlets[from], random, TimeUnit.NANOSECONDS::sleep);
      }
    }
    for (int from = 1; from <= servers; from++) {
      for (int to = 1; to <= servers; to++) {
        relays[from][to] = new Relays(wires[from][to], wires[to][from], threads);
      }
    }
  }

  /**
   * Listens from then on.
   *
   * @param raftPort of the first server; each has the next one
   */
  static Proxies make(int servers, Path dir, int raftPort, long seed) throws IOException {
    Proxies proxies = new Proxies(servers, dir, seed);
    for (int from = 1; from <= servers; from++) {
      proxies.open(from, raftPort);
    }
    return proxies;
  }

  private void open(int from, int raftPort) throws IOException {
    List<String> names = new ArrayList<>(List.of("127.0.0.1 localhost"));
    String machine = Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
    names.add("127.0.0.1 " + machine);
    for (int to = 1; to <= servers; to++) {
      if (to == from) {
        names.add(address(to) + " " + SERVER + to);
        names.add(address(to) + " " + PROCESS + to);
        continue;
      }
      names.add(NET + from + "." + to + " " + SERVER + to);
      names.add(ELSEWHERE + to + " " + PROCESS + to);
      int port = raftPort + to - 1;
      entrances.add(
          new Entrance(
              new InetSocketAddress(NET + from + "." + to, port),
              threads,
              Entrance.to(new InetSocketAddress(address(to), port), relays[from][to])));
    }
    Files.write(Path.of(hosts + "" + from), names, StandardCharsets.UTF_8);
    entrances.add(
        new Entrance(
            new InetSocketAddress(NET + from + "." + SOCKS_HOST, SOCKS_PORT),
            threads,
            new Socks(new WaysOf(from))));
  }

  /** The last number of an address says whose it is. */
  private final class WaysOf implements Socks.Ways {
    private final int from;

    WaysOf(int from) {
      this.from = from;
    }

    private int number(InetAddress address) {
      return address.getAddress()[3];
    }

    @Override
    public InetSocketAddress target(InetSocketAddress asked) {
      return new InetSocketAddress(address(number(asked.getAddress())), asked.getPort());
    }

    @Override
    public Relays relays(InetSocketAddress asked) {
      int to = number(asked.getAddress());
      return to >= 1 && to <= servers ? relays[from][to] : null;
    }
  }

  @Override
  public String address(int server) {
    return NET + "0." + server;
  }

  @Override
  public String host(int server) {
    return SERVER + server;
  }

  @Override
  public List<String> options() {
    return List.of("--names", SERVER + "," + PROCESS);
  }

  @Override
  public List<String> jvmOptions() {
    return List.of(
        "-Djdk.net.hosts.file=" + hosts + "{n}",
        "-DsocksProxyHost=" + NET + "{n}." + SOCKS_HOST,
        "-DsocksProxyPort=" + SOCKS_PORT,
        "-DsocksNonProxyHosts=localhost|127.*|" + SERVER + "{n}|" + PROCESS + "{n}");
  }

  @Override
  public String remark() {
    return "proxies pass on what servers send one another: a lost packet is one that is late, and a"
        + " server that was killed is silent and does not refuse";
  }

  @Override
  public String obstacle(Fault.Kind kind) {
    return "";
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
  public synchronized void apply() {
    for (int from = 1; from <= servers; from++) {
      for (int to = 1; to <= servers; to++) {
        wires[from][to].set(drops.percent(from, to), drops.resets(from, to));
      }
    }
    for (int from = 1; from <= servers; from++) {
      for (int to = 1; to <= servers; to++) {
        if (drops.resets(from, to)) {
          relays[from][to].reset();
          relays[to][from].reset();
        }
      }
    }
  }

  @Override
  public void late(int server, long millis) {
    outlets[server].late(millis);
  }

  @Override
  public void narrow(int server) {
    outlets[server].narrow(BYTES_PER_SECOND);
  }

  @Override
  public void prompt(int server) {
    outlets[server].clear();
  }

  @Override
  public void close() {
    entrances.forEach(Entrance::close);
    for (Relays[] each : relays) {
      for (Relays one : each) {
        if (one != null) {
          one.reset();
        }
      }
    }
    threads.close();
  }
}
