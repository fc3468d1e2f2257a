// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.settings;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.Entry;

/** What stands under a key, as far as one change is concerned. Immutable. */
final class Standing {

  static final Standing NOTHING = new Standing(0, false, "");

  private final long version;
  private final boolean there;
  private final String failure;

  /**
   * @param failure why this server could not follow; empty when it could
   */
  Standing(long version, boolean there, String failure) {
    this.version = version;
    this.there = there;
    this.failure = failure;
  }

  /**
   * @param entry null for none
   */
  static Standing of(Entry entry) {
    return entry == null
        ? NOTHING
        : new Standing(entry.getVersion(), SettingCommands.json(entry).isPresent(), "");
  }

  long version() {
    return version;
  }

  /** False also for what was removed. */
  boolean there() {
    return there;
  }

  Optional<String> failure() {
    return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
  }
}
