// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for a future of the metadata layer, which bounds its own time. */
public final class Blocking {

  private Blocking() {}

  /** Throws the {@link MetadataException} itself rather than one wrapped around it. */
  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof MetadataException) {
        throw (MetadataException) e.getCause();
      }
      throw e;
    }
  }
}
