// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the metadata say of this server: whether it is to be emptied. It outlives the
 * session, and ends with the JVM: a server that was started anew is there to be used.
 */
final class OwnDrain implements MetadataListener {

  private static final Logger LOG = LoggerFactory.getLogger(OwnDrain.class);

  private final ServerIdentity identity;
  private final List<Consumer<Optional<Drain>>> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Drain> present = Optional.empty();

  OwnDrain(ServerIdentity identity) {
    this.identity = identity;
  }

  Optional<Drain> present() {
    return present;
  }

  void addListener(Consumer<Optional<Drain>> listener) {
    listeners.add(listener);
  }

  /** What this server says of itself now. */
  ServerEntry entry() {
    return Drain.put(identity.toEntry(), present);
  }

  @Override
  public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
    if (!key.equals(Servers.KEY_PREFIX + identity.id()) || after.isEmpty()) {
      return;
    }
    ServerEntry server = after.get().getValue().getServer();
    // Another start time is a former life of this server, of which the log is read again.
    if (server.getStartTimeMillis() == identity.toEntry().getStartTimeMillis()) {
      became(Drain.of(server));
    }
  }

  private void became(Optional<Drain> drain) {
    if (drain.equals(present)) {
      return;
    }
    present = drain;
    if (drain.isPresent()) {
      LOG.info("Server {} is drained, its processes: {}", identity.id(), drain.get());
    } else {
      LOG.info("Server {} is drained no more", identity.id());
    }
    listeners.forEach(listener -> listener.accept(drain));
  }
}
