// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;

/** Says in the metadata which server is to be emptied; that server sees it there and does it. */
final class ServerDrains {

  private final Metadata metadata;

  ServerDrains(Metadata metadata) {
    this.metadata = metadata;
  }

  /** Any server may say it of any other; with nothing, that it takes work again. */
  void set(String serverId, Optional<Drain> drain) {
    String key = Servers.KEY_PREFIX + serverId;
    Optional<Entry> entry = Blocking.await(metadata.get(key));
    while (true) {
      if (entry.isEmpty()) {
        throw new ServerChangeException(
            "There is no server " + serverId + " that is up: GET /api/cluster/servers lists them");
      }
      if (drain.isPresent()) {
        requireAnother(serverId);
      }
      Result result = Blocking.await(metadata.commit(commands(entry.get(), drain)));
      if (result.getCode() == ResultCode.OK) {
        return;
      }
      entry = Optional.ofNullable(result.getCurrent());
    }
  }

  private static List<Command> commands(Entry entry, Optional<Drain> drain) {
    ServerEntry server = Drain.put(entry.getValue().getServer(), drain);
    return List.of(
        Command.compareAndSet(
            new CompareAndSetCommand(entry.getKey(), entry.getVersion())
                .setValue(EntryValue.server(server))
                .setSession(entry.getSession())));
  }

  private void requireAnother(String serverId) {
    boolean another =
        Blocking.await(metadata.list(Servers.KEY_PREFIX)).stream()
            .map(entry -> entry.getValue().getServer())
            .filter(server -> server.getState() == ServerState.ONLINE)
            .anyMatch(server -> !server.getId().equals(serverId));
    if (!another) {
      throw new ServerChangeException(
          "Server "
              + serverId
              + " cannot be drained: no other server is ONLINE to take what it has");
    }
  }
}
