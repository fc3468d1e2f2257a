// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why processes were lost, for whoever still waits for what ran in them. Of each group the last
 * one, and of the groups those that lost one last. Any thread may call.
 */
final class LostProcesses {

  private final Map<String, Loss> byGroup;

  LostProcesses(int capacity) {
    this.byGroup =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Loss> eldest) {
            return size() > capacity;
          }
        };
  }

  private static final class Loss {
    private final long epoch;
    private final String reason;

    private Loss(long epoch, String reason) {
      this.epoch = epoch;
      this.reason = reason;
    }
  }

  synchronized void add(String interpreterGroupId, long epoch, String reason) {
    byGroup.remove(interpreterGroupId);
    byGroup.put(interpreterGroupId, new Loss(epoch, reason));
  }

  /** Why the group's process of that epoch was lost; empty when it was not. */
  synchronized Optional<String> of(String interpreterGroupId, long epoch) {
    return Optional.ofNullable(byGroup.get(interpreterGroupId))
        .filter(loss -> loss.epoch == epoch)
        .map(loss -> loss.reason);
  }

  /** Why the group's last lost process was lost; empty when none was. */
  synchronized Optional<String> last(String interpreterGroupId) {
    return Optional.ofNullable(byGroup.get(interpreterGroupId)).map(loss -> loss.reason);
  }
}
