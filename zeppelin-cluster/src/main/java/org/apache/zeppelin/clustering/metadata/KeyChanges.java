// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets threads wait for the next change of a key. Register first, read after: then no change
 * between the two is missed.
 */
public final class KeyChanges {

  private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

  /** Completes at the next change of the key. */
  public CompletableFuture<Void> next(String key) {
    return waiting.computeIfAbsent(key, k -> new CompletableFuture<>());
  }

  public void changed(String key) {
    CompletableFuture<Void> future = waiting.remove(key);
    if (future != null) {
      future.complete(null);
    }
  }
}
