// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;

/** What servers have that others would miss, as of one moment. Immutable. */
public final class Left {

  private final List<Entry> notes;
  private final List<Entry> processes;

  private Left(List<Entry> notes, List<Entry> processes) {
    this.notes = notes;
    this.processes = processes;
  }

  /** By a linearizable read: what is there must be there to be trusted. Blocks. */
  public static Left read(Metadata metadata) {
    return new Left(
        Blocking.await(metadata.list(Keys.NOTE_PREFIX)),
        Blocking.await(metadata.list(Keys.PROCESS_PREFIX)));
  }

  /** How many notes the server owns. */
  public int notes(String server) {
    return (int)
        notes.stream().filter(e -> e.getValue().getNote().getOwner().equals(server)).count();
  }

  /** How many interpreter processes the server manages, or starts. */
  public int processes(String server) {
    return (int)
        processes.stream()
            .filter(e -> e.getValue().getProcess().getManager().equals(server))
            .count();
  }
}
