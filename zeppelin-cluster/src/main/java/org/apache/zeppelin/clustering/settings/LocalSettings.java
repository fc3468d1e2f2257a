// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.settings;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * This server's own interpreter settings and repositories, by their keys in the metadata. Calls
 * come one at a time.
 */
public interface LocalSettings {

  /** What this server has and the others may lack, as it is committed. */
  Map<String, String> all();

  /**
   * Whether this server has exactly that already.
   *
   * @param json empty for what was removed
   */
  boolean has(String key, Optional<String> json);

  /**
   * Does here what was done in the cluster.
   *
   * @param json empty for what was removed
   * @param version of the change: interpreter processes with an older epoch are out of date
   * @throws IOException when it cannot be done here, with the reason
   */
  void apply(String key, Optional<String> json, long version) throws IOException;
}
