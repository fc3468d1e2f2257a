// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zeppelin.clustering.metadata.LeaderReply;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.servers.wire.ClusterLoads;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;

/** Puts together what the metadata, the leader and the configuration know about the servers. */
final class ServerDirectory {

  private final Metadata metadata;

  ServerDirectory(Metadata metadata) {
    this.metadata = metadata;
  }

  /** All servers by id; the same on every server but for what changes meanwhile. */
  ClusterView view() {
    LeaderReply reply = await(metadata.askLeaderAndRead(Wire.LOAD_COUNTS, new byte[0]));
    List<ServerView> servers =
        merge(
            reply.view().list(Servers.KEY_PREFIX),
            Wire.read(reply.payload(), new ClusterLoads()),
            metadata.status().servers());
    return new ClusterView(servers, reply.view());
  }

  /** What the leader heard last of every server. */
  ClusterLoads loads() {
    return Wire.read(await(metadata.askLeader(Wire.LOADS, new byte[0])), new ClusterLoads());
  }

  /** Without a limit of its own: the metadata has one, and says what is wrong when it is over. */
  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MetadataException) {
        throw (MetadataException) e.getCause();
      }
      throw new MetadataException("The servers could not be listed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MetadataException("Interrupted while the servers were listed", e);
    }
  }

  static List<ServerView> merge(
      List<Entry> entries, ClusterLoads loads, List<String> configuredServers) {
    Map<String, ServerLoad> heard = new HashMap<>();
    loads.getServers().forEach(load -> heard.put(load.getServer(), load));
    Map<String, ServerView> views = new TreeMap<>();
    for (String id : configuredServers) {
      views.put(id, ServerView.offline(id, id.equals(loads.getLeader())));
    }
    for (Entry entry : entries) {
      ServerEntry server = entry.getValue().getServer();
      String id = server.getId();
      views.put(
          id,
          ServerView.present(
              server, Optional.ofNullable(heard.get(id)), id.equals(loads.getLeader())));
    }
    return new ArrayList<>(views.values());
  }
}
