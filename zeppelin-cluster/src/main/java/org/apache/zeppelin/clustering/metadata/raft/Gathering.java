// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One answer for all that ask within some time: who asks first begins it, and the question is put
 * when it is over, so that its answer is of a moment after each of them asked. Thread safe.
 */
final class Gathering {

  private final Supplier<CompletableFuture<Long>> question;
  private final Consumer<Runnable> later;
  private CompletableFuture<Long> gathered;

  /**
   * @param question answers; does not block
   * @param later has that done once, when the time is over
   */
  Gathering(Supplier<CompletableFuture<Long>> question, Consumer<Runnable> later) {
    this.question = question;
    this.later = later;
  }

  /** The answer to the question that is put next. */
  CompletableFuture<Long> join() {
    CompletableFuture<Long> mine;
    synchronized (this) {
      if (gathered != null) {
        return gathered;
      }
      gathered = new CompletableFuture<>();
      mine = gathered;
    }
    later.accept(this::ask);
    return mine;
  }

  private void ask() {
    CompletableFuture<Long> asked;
    synchronized (this) {
      asked = gathered;
      gathered = null;
    }
    question
        .get()
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                asked.complete(answer);
              } else {
                asked.completeExceptionally(failure);
              }
            });
  }
}
