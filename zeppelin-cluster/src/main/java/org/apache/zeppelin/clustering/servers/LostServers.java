// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.rpc.RpcClients;

/** Lets nobody wait for the answer of a server that is no member any more. */
public final class LostServers implements MetadataListener {

  private final RpcClients clients;

  public LostServers(RpcClients clients) {
    this.clients = clients;
  }

  @Override
  public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
    if (key.startsWith(Servers.KEY_PREFIX) && before.isPresent() && isAnother(before, after)) {
      ServerEntry lost = before.get().getValue().getServer();
      clients.cut(lost.getHost(), lost.getServicePort());
    }
  }

  /** A server that comes back opens another session, which makes its entry anew. */
  private static boolean isAnother(Optional<Entry> before, Optional<Entry> after) {
    return after.isEmpty() || after.get().getEpoch() != before.get().getEpoch();
  }
}
