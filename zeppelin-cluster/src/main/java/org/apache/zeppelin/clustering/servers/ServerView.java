// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;
import org.apache.zeppelin.clustering.servers.wire.Load;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;

/**
 * One server of the cluster as the metadata and the leader know it. Do not change what it gives.
 */
public final class ServerView {

  private final String id;
  private final Optional<ServerEntry> entry;
  private final Optional<ServerLoad> heard;
  private final boolean leader;

  private ServerView(
      String id, Optional<ServerEntry> entry, Optional<ServerLoad> heard, boolean leader) {
    this.id = Objects.requireNonNull(id, "id");
    this.entry = entry;
    this.heard = heard;
    this.leader = leader;
  }

  /**
   * @param entry what the server committed
   * @param heard what the leader heard of it last, in numbers; empty when nothing yet
   */
  public static ServerView present(ServerEntry entry, Optional<ServerLoad> heard, boolean leader) {
    return new ServerView(entry.getId(), Optional.of(entry), heard, leader);
  }

  /** A server that is configured and has no session. */
  public static ServerView offline(String id, boolean leader) {
    return new ServerView(id, Optional.empty(), Optional.empty(), leader);
  }

  /** Raft address {@code host:port}. */
  public String id() {
    return id;
  }

  /** Where it answers; for an offline server the host of its id. */
  public String host() {
    return entry.map(ServerEntry::getHost).orElseGet(() -> id.substring(0, hostEnd()));
  }

  private int hostEnd() {
    int colon = id.lastIndexOf(':');
    return colon < 0 ? id.length() : colon;
  }

  /** Port of the cluster service; 0 while offline. */
  public int servicePort() {
    return entry.map(ServerEntry::getServicePort).orElse(0);
  }

  /** Port of web UI and REST; 0 while offline. */
  public int webPort() {
    return entry.map(ServerEntry::getWebPort).orElse(0);
  }

  public ServerState state() {
    return entry.map(ServerEntry::getState).orElse(ServerState.OFFLINE);
  }

  /** True for the server that leads the metadata. */
  public boolean leader() {
    return leader;
  }

  /** The server's wall clock at its start, for people; 0 while offline. */
  public long startTimeMillis() {
    return entry.map(ServerEntry::getStartTimeMillis).orElse(0L);
  }

  /** The leader's wall clock when it heard the server last, for people; 0 when it has not. */
  public long heartbeatMillis() {
    return heard.map(ServerLoad::getHeardMillis).orElse(0L);
  }

  /** Averages of the server's last heartbeat; empty when none was heard. */
  public Optional<Load> load() {
    return heard.map(ServerLoad::getLoad);
  }

  /** How many interpreter processes the server sees alive. */
  public int processes() {
    return heard.map(ServerLoad::getProcessCount).orElse(0);
  }

  /** How many paragraphs the server runs just now, in whichever processes. */
  public int runs() {
    return heard.map(ServerLoad::getRunCount).orElse(0);
  }

  /** What becomes of its processes while it is to be emptied; else empty. */
  public Optional<Drain> drain() {
    return entry.flatMap(Drain::of);
  }

  public List<String> labels() {
    return entry.map(ServerEntry::getLabels).orElse(List.of());
  }

  /** Share of processes in placement; 1.0 is an ordinary server. */
  public double weight() {
    return entry.map(ServerEntry::getWeight).orElse(1.0);
  }

  /** Most processes the server wants; 0 is no limit. */
  public int maxProcesses() {
    return entry.map(ServerEntry::getMaxProcesses).orElse(0);
  }

  /** Release of the server's module; empty text while offline. */
  public String release() {
    return entry.map(ServerEntry::getRelease).orElse("");
  }

  @Override
  public String toString() {
    return id + " " + state() + (leader ? " (leader)" : "");
  }
}
