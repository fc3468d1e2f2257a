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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of a process that has just failed somebody. When its host dies, that is
 * known only after its manager was given up and another server has tried to take it over.
 */
final class LossInquiry {

  private static final Logger LOGGER = LoggerFactory.getLogger(LossInquiry.class);
  private static final long RECHECK_MILLIS = 200;

  private final Metadata metadata;
  private final ProcessVerifier verifier;
  private final LostProcesses lost;
  private final KeyChanges changes;
  private final long waitMillis;
  private final LongSupplier nanoTicker;

  /**
   * @param waitMillis how long to wait for certainty
   */
  LossInquiry(
      Metadata metadata,
      ProcessVerifier verifier,
      LostProcesses lost,
      KeyChanges changes,
      long waitMillis,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.verifier = verifier;
    this.lost = lost;
    this.changes = changes;
    this.waitMillis = waitMillis;
    this.nanoTicker = nanoTicker;
  }

  /** Why the process was lost; empty when it was not, or when that cannot be told. */
  Optional<String> of(RunningProcess process) {
    String group = process.interpreterGroupId();
    String key = ProcessCommands.key(group);
    long end = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    boolean last = false;
    try {
      while (true) {
        CompletableFuture<Void> change = changes.next(key);
        Optional<String> reason = lost.of(group, process.epoch());
        if (reason.isPresent() || last) {
          return reason;
        }
        Optional<Entry> entry =
            metadata.local().get(key).filter(e -> e.getEpoch() == process.epoch());
        boolean alive =
            entry.isPresent() && verifier.verify(entry.get()) == ProcessVerifier.Verdict.ALIVE;
        // An entry that has gone was applied; that it was lost is heard with the log right after.
        last = entry.isEmpty() || alive || end - nanoTicker.getAsLong() <= 0;
        ProcessFinder.await(change, RECHECK_MILLIS);
      }
    } catch (IOException e) {
      LOGGER.debug("What became of {} is not known", process, e);
      return lost.of(group, process.epoch());
    }
  }
}
