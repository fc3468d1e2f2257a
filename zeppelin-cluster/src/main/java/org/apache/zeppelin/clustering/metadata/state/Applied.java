// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.List;
import org.apache.zeppelin.clustering.metadata.wire.Result;

/**
 * What a log record did: the state after it, the results of its requests, and what listeners hear.
 * Immutable.
 */
public final class Applied {

  private final MetadataState state;
  private final List<Result> results;
  private final List<Change> changes;

  Applied(MetadataState state, List<Result> results, List<Change> changes) {
    this.state = state;
    this.results = List.copyOf(results);
    this.changes = List.copyOf(changes);
  }

  public MetadataState state() {
    return state;
  }

  /** In the order of the requests; one result when the record was none. */
  public List<Result> results() {
    return results;
  }

  public List<Change> changes() {
    return changes;
  }
}
