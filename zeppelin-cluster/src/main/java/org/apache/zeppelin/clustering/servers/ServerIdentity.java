// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Objects;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;

/** What a server says of itself when it opens a session. Immutable. */
public final class ServerIdentity {

  private final ServerEntry entry;

  /**
   * @param id Raft address as written in zeppelin.cluster.addr
   * @param host under which the other servers reach this one
   * @param servicePort port of the cluster service
   * @param webPort port of the web UI and REST
   * @param startTimeMillis wall clock at start, for people
   * @param labels what interpreter settings may require
   * @param release of this module
   * @param weight share of processes in placement; 1.0 is an ordinary server
   * @param maxProcesses most interpreter processes here; 0 is no limit
   */
  public ServerIdentity(
      String id,
      String host,
      int servicePort,
      int webPort,
      long startTimeMillis,
      List<String> labels,
      String release,
      double weight,
      int maxProcesses) {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "zeppelin.cluster.weight must be a positive number, not " + weight);
    }
    if (maxProcesses < 0) {
      throw new IllegalArgumentException(
          "zeppelin.cluster.processes.max must not be negative, as " + maxProcesses + " is");
    }
    this.entry =
        new ServerEntry(
                Objects.requireNonNull(id, "id"),
                Objects.requireNonNull(host, "host"),
                servicePort,
                webPort,
                startTimeMillis,
                ServerState.ONLINE,
                List.copyOf(labels),
                Objects.requireNonNull(release, "release"))
            .setWeight(weight)
            .setMaxProcesses(maxProcesses);
  }

  public String id() {
    return entry.getId();
  }

  /** What stands in the metadata while this server is there; a copy. */
  ServerEntry toEntry() {
    return new ServerEntry(entry);
  }
}
