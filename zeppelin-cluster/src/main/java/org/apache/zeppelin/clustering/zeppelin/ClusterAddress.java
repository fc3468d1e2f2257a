// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The servers of {@code zeppelin.cluster.addr}, checked, and which of them this one is. */
final class ClusterAddress {

  static final String ADDR = "zeppelin.cluster.addr";
  static final String SERVER = "zeppelin.cluster.server";

  private static final int MAX_PORT = 65_535;

  private final List<String> servers;
  private final String self;

  private ClusterAddress(List<String> servers, String self) {
    this.servers = List.copyOf(servers);
    this.self = self;
  }

  /** All servers, {@code host:port} each, in the order of the setting. */
  List<String> servers() {
    return servers;
  }

  String self() {
    return self;
  }

  static String host(String server) {
    return server.substring(0, server.lastIndexOf(':'));
  }

  static int port(String server) {
    return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
  }

  /**
   * @param addr value of zeppelin.cluster.addr
   * @param server value of zeppelin.cluster.server; empty to find this server by its addresses
   * @param resolves tells whether a host name has an address
   * @param here tells whether a host name is this machine's
   * @throws InvalidSettingException with one sentence on what to change
   */
  static ClusterAddress parse(
      String addr, String server, Predicate<String> resolves, Predicate<String> here) {
    List<String> servers = new ArrayList<>();
    for (String part : addr.split(",", -1)) {
      String entry = part.trim();
      check(addr, entry, servers, resolves);
      servers.add(entry);
    }
    return new ClusterAddress(servers, self(addr, servers, server.trim(), here));
  }

  private static void check(
      String addr, String entry, List<String> before, Predicate<String> resolves) {
    if (entry.isEmpty()) {
      throw new InvalidSettingException(
          ADDR,
          addr,
          "it has an empty entry",
          "write host:port,host:port,... without extra commas");
    }
    int colon = entry.lastIndexOf(':');
    if (colon <= 0) {
      throw new InvalidSettingException(
          ADDR,
          addr,
          "'" + entry + "' has no port",
          "write it as host:port, for example " + entry + ":6000");
    }
    String port = entry.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > MAX_PORT) {
      throw new InvalidSettingException(
          ADDR,
          addr,
          "'" + port + "' in '" + entry + "' is no port",
          "write a number from 1 to 65535");
    }
    if (before.contains(entry)) {
      throw new InvalidSettingException(
          ADDR, addr, "'" + entry + "' is there twice", "name each server once");
    }
    if (!resolves.test(entry.substring(0, colon))) {
      throw new InvalidSettingException(
          ADDR,
          addr,
          "the name '" + entry.substring(0, colon) + "' does not resolve on this machine",
          "correct the name, or make DNS or the hosts file know it");
    }
  }

  private static String self(
      String addr, List<String> servers, String server, Predicate<String> here) {
    if (!server.isEmpty()) {
      if (!servers.contains(server)) {
        throw new InvalidSettingException(
            SERVER,
            server,
            "it is no entry of " + ADDR + "=" + addr,
            "use one of its entries, letter for letter");
      }
      return server;
    }
    List<String> mine =
        servers.stream().filter(s -> here.test(host(s))).collect(Collectors.toList());
    if (mine.isEmpty()) {
      throw new InvalidSettingException(
          ADDR,
          addr,
          "this server is not in it: no entry has an address of this machine",
          "add this server, or name its entry in " + SERVER);
    }
    if (mine.size() > 1) {
      throw new InvalidSettingException(
          ADDR,
          addr,
          "the entries " + String.join(" and ", mine) + " are all on this machine",
          "say in " + SERVER + " which of them this server is");
    }
    return mine.get(0);
  }
}
