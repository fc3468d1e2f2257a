// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.KeyChanges;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.servers.Peers;

/** Waits for the end of processes that are older than a change of their setting. */
final class OlderProcesses {

  private static final long RECHECK_MILLIS = 200;

  private final Metadata metadata;
  private final Peers peers;
  private final KeyChanges changes;
  private final long waitMillis;
  private final LongSupplier nanoTicker;

  OlderProcesses(
      Metadata metadata,
      Peers peers,
      KeyChanges changes,
      long waitMillis,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.peers = peers;
    this.changes = changes;
    this.waitMillis = waitMillis;
    this.nanoTicker = nanoTicker;
  }

  /**
   * Waits until the managers have stopped what is older than that change of the setting. One whose
   * manager is gone is retired at its next use.
   */
  void awaitEnd(String settingId, long version) throws IOException {
    long end = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    // Here as there, processes are known that were started before the change.
    ProcessFinder.await(metadata.applied(version).thenAccept(view -> {}), waitMillis);
    Optional<Entry> older = olderThan(settingId, version);
    while (older.isPresent()) {
      if (end - nanoTicker.getAsLong() <= 0) {
        throw new IOException(
            RunningProcess.of(older.get())
                + " has not stopped within "
                + waitMillis
                + " ms: restart the interpreter");
      }
      String key = older.get().getKey();
      CompletableFuture<Void> change = changes.next(key);
      if (metadata.local().get(key).equals(older)) {
        ProcessFinder.await(change, RECHECK_MILLIS);
      }
      older = olderThan(settingId, version);
    }
  }

  private Optional<Entry> olderThan(String settingId, long version) {
    return metadata.local().list(ProcessCommands.key("")).stream()
        .filter(entry -> entry.getEpoch() < version)
        .filter(entry -> entry.getValue().getProcess().isSetHost())
        .filter(entry -> entry.getValue().getProcess().getSettingId().equals(settingId))
        .filter(entry -> peers.sessionOpen(entry.getValue().getProcess().getManagerSession()))
        .findFirst();
  }
}
