// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Result;

/** Commits in order, and keeps trying while there is no majority. */
@FunctionalInterface
public interface Eventually {

  /** A later write under the same key takes the place of one that still waits. */
  CompletableFuture<Result> commit(String key, List<Command> commands);
}
