// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends processes whose manager is gone. The entry is taken over first, so that only one server at a
 * time talks to the old address, and none after it was reused; it goes when the process certainly
 * has ended. Until then nobody starts another. Any thread may call.
 */
final class ProcessRetirement {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessRetirement.class);

  private final Metadata metadata;
  private final Servers servers;
  private final LocalInterpreters local;
  private final EntryChanges changes;
  private final Map<String, Entry> unfinished = new ConcurrentHashMap<>();
  private final AtomicBoolean retrying = new AtomicBoolean();

  ProcessRetirement(
      Metadata metadata, Servers servers, LocalInterpreters local, EntryChanges changes) {
    this.metadata = metadata;
    this.servers = servers;
    this.local = local;
    this.changes = changes;
  }

  /**
   * Ends the process of another server's entry.
   *
   * @throws StaleException when another server was first
   * @throws IOException when the process may still live; it is tried again
   */
  void retire(Entry entry) throws IOException, StaleException {
    ProcessEntry process = entry.getValue().getProcess().deepCopy();
    String session = servers.requireSession();
    process.setManager(servers.id());
    process.setManagerSession(session);
    Entry mine = entry.deepCopy();
    mine.setValue(EntryValue.process(process));
    retire(entry, ProcessCommands.stopping(mine, session));
  }

  /** The same for one that this server has taken over and found lost. */
  void lost(Entry mine, String reason) throws IOException, StaleException {
    retire(mine, ProcessCommands.lost(mine, reason, servers.requireSession()));
  }

  private void retire(Entry entry, List<Command> announcement) throws IOException, StaleException {
    Entry stopping = changes.commit(entry, announcement);
    LOGGER.info("Retire interpreter process {}: its manager is gone", entry.getKey());
    try {
      finish(stopping);
    } catch (IOException e) {
      unfinished.put(stopping.getKey(), stopping);
      throw e;
    }
  }

  private void finish(Entry stopping) throws IOException {
    local.retire(stopping.getValue().getProcess());
    // Nothing happens when the entry is another's by now.
    Blocking.await(metadata.commit(ProcessCommands.remove(stopping)));
  }

  /** Tries again to end what did not end. Never throws; does nothing while it is at it. */
  void retry() {
    if (unfinished.isEmpty() || !retrying.compareAndSet(false, true)) {
      return;
    }
    try {
      for (Entry stopping : List.copyOf(unfinished.values())) {
        retry(stopping);
      }
    } finally {
      retrying.set(false);
    }
  }

  private void retry(Entry stopping) {
    try {
      finish(stopping);
      unfinished.remove(stopping.getKey(), stopping);
      LOGGER.info("Interpreter process {} has ended at last", stopping.getKey());
    } catch (IOException | MetadataException e) {
      LOGGER.debug("{} has not ended yet", stopping.getKey(), e);
    }
  }
}
