// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;

/**
 * One start of a group's process at a time on this server. Processes register under the name of
 * their group only: of two that start at once, each can be taken for the other. Thread safe.
 */
final class StartTurns {

  /** Says again that the other start has to end. */
  interface EndOther {
    void run() throws IOException, StaleException;
  }

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Returns when no other start of the group is under way, and this one is.
   *
   * @param endOther called now and then until then; what it throws ends the wait
   * @throws IOException when the calling thread is interrupted
   */
  void begin(String interpreterGroupId, EndOther endOther) throws IOException, StaleException {
    while (!underWay.add(interpreterGroupId)) {
      endOther.run();
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new IOException(
            "The start of " + interpreterGroupId + " was interrupted: this server is stopping");
      }
    }
  }

  void end(String interpreterGroupId) {
    underWay.remove(interpreterGroupId);
  }
}
