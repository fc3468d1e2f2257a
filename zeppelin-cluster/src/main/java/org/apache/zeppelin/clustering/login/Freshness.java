// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How old what this server knows may be. Asks the metadata for a read point only when the last one
 * is too old for the one who asks; whoever asks meanwhile shares it. Thread safe; never blocks.
 */
final class Freshness {

  private final Supplier<? extends CompletableFuture<?>> readPoint;
  private final LongSupplier nanoTicker;
  private CompletableFuture<Void> running;
  private boolean confirmed;
  private long confirmedAt;

  /**
   * @param readPoint completes when this server has applied all that was committed before the call
   * @param nanoTicker monotonic
   */
  Freshness(Supplier<? extends CompletableFuture<?>> readPoint, LongSupplier nanoTicker) {
    this.readPoint = readPoint;
    this.nanoTicker = nanoTicker;
  }

  /**
   * Completes when the local view has all that was committed up to so long before this call.
   *
   * @return fails with the metadata's exception when nobody could confirm it
   */
  CompletableFuture<Void> within(long nanos) {
    return since(nanoTicker.getAsLong() - nanos);
  }

  private CompletableFuture<Void> since(long moment) {
    CompletableFuture<Void> attempt;
    synchronized (this) {
      if (confirmed && confirmedAt - moment >= 0) {
        return CompletableFuture.completedFuture(null);
      }
      attempt = running == null ? begin() : running;
    }
    // One that was under way already may have begun too early: then there is a second round.
    return attempt.thenCompose(done -> since(moment));
  }

  private CompletableFuture<Void> begin() {
    long began = nanoTicker.getAsLong();
    CompletableFuture<Void> mine = new CompletableFuture<>();
    running = mine;
    readPoint.get().whenComplete((point, failure) -> ended(mine, began, failure));
    return mine;
  }

  private void ended(CompletableFuture<Void> attempt, long began, Throwable failure) {
    synchronized (this) {
      running = null;
      if (failure == null) {
        confirmed = true;
        confirmedAt = began;
      }
    }
    if (failure == null) {
      attempt.complete(null);
    } else {
      attempt.completeExceptionally(failure);
    }
  }
}
