// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;

/** What becomes of the interpreter processes of a server that is emptied. */
public enum Drain {
  /** Other servers report for them; nobody who uses them notices. */
  STAY,
  /** They are ended when nothing runs in them; the next use starts them on another server. */
  RESTART;

  /** Empty unless the server is being drained. */
  public static Optional<Drain> of(ServerEntry server) {
    if (server.getState() != ServerState.DRAINING) {
      return Optional.empty();
    }
    return Optional.of(server.isRestartProcesses() ? RESTART : STAY);
  }

  /** The entry as it is while the server is drained so, or, with nothing, while it is not. */
  static ServerEntry put(ServerEntry server, Optional<Drain> drain) {
    return new ServerEntry(server)
        .setState(drain.isPresent() ? ServerState.DRAINING : ServerState.ONLINE)
        .setRestartProcesses(drain.filter(RESTART::equals).isPresent());
  }
}
