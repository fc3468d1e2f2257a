// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The place in the log up to which a reader must wait to see everything that was acknowledged
 * before it asked. Only a leader that has been confirmed as such can tell it: one that was deposed
 * without noticing cannot, whatever its clock says, which a lease cannot promise. Readers that come
 * while one question is under way share the next.
 */
final class ReadPoint {

  private final Supplier<CompletableFuture<Long>> mark;
  private CompletableFuture<Long> running;
  private CompletableFuture<Long> next;

  /**
   * @param mark asks for the place; its answer is of a moment after the call
   */
  ReadPoint(Supplier<CompletableFuture<Long>> mark) {
    this.mark = mark;
  }

  /** An index up to which all is that was committed before this call. */
  CompletableFuture<Long> take() {
    CompletableFuture<Long> mine;
    synchronized (this) {
      if (running != null) {
        // The running one may have been answered before this reader came.
        if (next == null) {
          next = new CompletableFuture<>();
        }
        return next;
      }
      running = new CompletableFuture<>();
      mine = running;
    }
    run(mine);
    return mine;
  }

  private void run(CompletableFuture<Long> point) {
    mark.get()
        .whenComplete(
            (index, failure) -> {
              CompletableFuture<Long> following;
              synchronized (this) {
                following = next;
                running = following;
                next = null;
              }
              if (following != null) {
                run(following);
              }
              if (failure == null) {
                point.complete(index);
              } else {
                point.completeExceptionally(failure);
              }
            });
  }
}
