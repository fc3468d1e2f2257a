// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.Objects;

/** What the leader said, and the map as it was then, or later. Immutable. */
public final class LeaderReply {

  private final byte[] payload;
  private final MetadataView view;

  public LeaderReply(byte[] payload, MetadataView view) {
    this.payload = payload.clone();
    this.view = Objects.requireNonNull(view, "view");
  }

  public byte[] payload() {
    return payload.clone();
  }

  /** Has all that was committed before the question. */
  public MetadataView view() {
    return view;
  }
}
