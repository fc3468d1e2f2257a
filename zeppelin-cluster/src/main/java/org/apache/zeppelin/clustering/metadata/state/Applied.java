// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.List;
import org.apache.zeppelin.clustering.metadata.wire.Result;

/** What a log record did: the state after it, its result, and what listeners hear. Immutable. */
public final class Applied {

  private final MetadataState state;
  private final Result result;
  private final List<Change> changes;

  Applied(MetadataState state, Result result, List<Change> changes) {
    this.state = state;
    this.result = result;
    this.changes = List.copyOf(changes);
  }

  public MetadataState state() {
    return state;
  }

  public Result result() {
    return result;
  }

  public List<Change> changes() {
    return changes;
  }
}
