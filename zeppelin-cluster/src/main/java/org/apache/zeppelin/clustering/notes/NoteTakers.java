// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds another server to own a note, for one that is to own none itself. */
final class NoteTakers {

  private static final Logger LOGGER = LoggerFactory.getLogger(NoteTakers.class);

  private final Metadata metadata;
  private final String self;
  private final Peers peers;
  private final long callMillis;

  NoteTakers(Metadata metadata, String self, Peers peers, long callMillis) {
    this.metadata = metadata;
    this.self = self;
    this.peers = peers;
    this.callMillis = callMillis;
  }

  /** The other server that owns the note from now on; empty when none takes it. Blocks. */
  Optional<String> taken(String noteId) {
    List<ServerEntry> servers =
        metadata.local().list(Servers.KEY_PREFIX).stream()
            .map(entry -> entry.getValue().getServer())
            .collect(Collectors.toList());
    List<String> owners =
        metadata.local().list(Keys.NOTE_PREFIX).stream()
            .map(entry -> entry.getValue().getNote().getOwner())
            .collect(Collectors.toList());
    for (String server : inOrder(servers, owners, self)) {
      try {
        String owner = peers.callIdempotent(server, callMillis, client -> client.takeNote(noteId));
        return Optional.of(owner).filter(other -> !other.equals(self));
      } catch (TException e) {
        LOGGER.info("{} does not take note {}: {}", server, noteId, e.getMessage());
      }
    }
    return Optional.empty();
  }

  /**
   * Whom to ask, in this order: those that are there to be used, the one with the fewest notes
   * first.
   *
   * @param owners of all notes, each as often as it owns one
   */
  static List<String> inOrder(
      Collection<ServerEntry> servers, Collection<String> owners, String self) {
    Map<String, Integer> notes = new HashMap<>();
    owners.forEach(owner -> notes.merge(owner, 1, Integer::sum));
    return servers.stream()
        .filter(server -> server.getState() == ServerState.ONLINE)
        .map(ServerEntry::getId)
        .filter(id -> !id.equals(self))
        .sorted(
            Comparator.comparing((String id) -> notes.getOrDefault(id, 0))
                .thenComparing(Comparator.naturalOrder()))
        .collect(Collectors.toList());
  }
}
