// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.concurrent.TimeUnit;

/** How often a server is heard and when it is given up. Immutable; the same on every server. */
public final class ServerSettings {

  /** What the leader hears at most if sessions last long enough: each takes some of its time. */
  private static final long HEARTBEATS_PER_SECOND = 30;

  /** So often a session is to be renewed within its timeout, at least. */
  private static final int RENEWALS = 3;

  private final long heartbeatIntervalMillis;
  private final long sessionTimeoutMillis;
  private final long loadWindowMillis;
  private final long requestTimeoutMillis;

  /**
   * @param heartbeatIntervalMillis time between two heartbeats of a server, in a cluster of up to
   *     thirty servers; see {@link #heartbeatIntervalNanos(int)}
   * @param sessionTimeoutMillis silence after which the leader ends a server's session; at least
   *     three heartbeats
   * @param loadWindowMillis over how long CPU and memory use are averaged; at least a heartbeat
   * @param requestTimeoutMillis how long the end of the own session may take
   * @throws IllegalArgumentException when the values do not fit; the message names the setting
   */
  public ServerSettings(
      long heartbeatIntervalMillis,
      long sessionTimeoutMillis,
      long loadWindowMillis,
      long requestTimeoutMillis) {
    require(
        heartbeatIntervalMillis > 0,
        "zeppelin.cluster.heartbeat.interval.ms",
        heartbeatIntervalMillis,
        "must be positive");
    require(
        sessionTimeoutMillis >= RENEWALS * heartbeatIntervalMillis,
        "zeppelin.cluster.session.timeout.ms",
        sessionTimeoutMillis,
        "must be at least three times zeppelin.cluster.heartbeat.interval.ms");
    require(
        loadWindowMillis >= heartbeatIntervalMillis,
        "zeppelin.cluster.load.window.ms",
        loadWindowMillis,
        "must be at least zeppelin.cluster.heartbeat.interval.ms");
    require(
        requestTimeoutMillis > 0,
        "zeppelin.cluster.request.timeout.ms",
        requestTimeoutMillis,
        "must be positive");
    this.heartbeatIntervalMillis = heartbeatIntervalMillis;
    this.sessionTimeoutMillis = sessionTimeoutMillis;
    this.loadWindowMillis = loadWindowMillis;
    this.requestTimeoutMillis = requestTimeoutMillis;
  }

  /** A heartbeat each second, sessions of 5 s, loads averaged over 10 s, 5 s for requests. */
  public static ServerSettings defaults() {
    return new ServerSettings(1_000, 5_000, 10_000, 5_000);
  }

  private static void require(boolean right, String setting, long value, String rule) {
    if (!right) {
      throw new IllegalArgumentException(setting + " is " + value + " but " + rule);
    }
  }

  public long heartbeatIntervalMillis() {
    return heartbeatIntervalMillis;
  }

  public long sessionTimeoutMillis() {
    return sessionTimeoutMillis;
  }

  public long loadWindowMillis() {
    return loadWindowMillis;
  }

  public long requestTimeoutMillis() {
    return requestTimeoutMillis;
  }

  /**
   * Nanoseconds between two heartbeats of a server in a cluster of so many: longer in a large one,
   * so that the leader's load does not grow with it for a while, and never so long that a session
   * is in danger. A crash is noticed later by as much.
   */
  long heartbeatIntervalNanos(int servers) {
    long shared = servers * TimeUnit.SECONDS.toNanos(1) / HEARTBEATS_PER_SECOND;
    long longest = sessionTimeoutNanos() / RENEWALS;
    return Math.min(Math.max(heartbeatIntervalNanos(), shared), longest);
  }

  long heartbeatIntervalNanos() {
    return TimeUnit.MILLISECONDS.toNanos(heartbeatIntervalMillis);
  }

  long sessionTimeoutNanos() {
    return TimeUnit.MILLISECONDS.toNanos(sessionTimeoutMillis);
  }
}
