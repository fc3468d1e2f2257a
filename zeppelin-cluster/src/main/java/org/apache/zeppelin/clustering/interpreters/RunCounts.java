// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How many paragraphs this server runs just now, by interpreter group. Any thread may call. */
final class RunCounts {

  private final Map<String, Integer> byGroup = new ConcurrentHashMap<>();

  void begin(String interpreterGroupId) {
    byGroup.merge(interpreterGroupId, 1, Integer::sum);
  }

  void end(String interpreterGroupId) {
    byGroup.computeIfPresent(interpreterGroupId, (id, runs) -> runs == 1 ? null : runs - 1);
  }

  /** Without those in which nothing runs. */
  Map<String, Integer> all() {
    return new TreeMap<>(byGroup);
  }
}
