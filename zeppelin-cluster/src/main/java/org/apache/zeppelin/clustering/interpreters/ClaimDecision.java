// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Optional;
import java.util.function.Predicate;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;

/**
 * What a server that needs the process of a group does next, from what the metadata say. Pure: the
 * same rule drives the servers and the tests that interleave them.
 */
public enum ClaimDecision {
  /** There is none: claim the right to start it. */
  CLAIM,
  /** It runs and its manager is a member: verify it and use it. */
  ATTACH,
  /** Somebody starts or stops it: wait for the outcome. */
  WAIT,
  /** Its manager is no member any more, but the process may live: become its manager. */
  ADOPT,
  /** It was to end, or is not ours to keep: end the process, then its entry, then start over. */
  RETIRE;

  /**
   * @param entry the group's entry as a linearizable read gave it
   * @param sessionOpen tells whether a session id is open
   */
  public static ClaimDecision of(Optional<Entry> entry, Predicate<String> sessionOpen) {
    if (entry.isEmpty()) {
      return CLAIM;
    }
    ProcessEntry process = entry.get().getValue().getProcess();
    boolean managed = sessionOpen.test(process.getManagerSession());
    switch (process.getState()) {
      case RUNNING:
        if (managed) {
          return ATTACH;
        }
        return process.isExisting() ? RETIRE : ADOPT;
      case STOPPING:
        return managed ? WAIT : RETIRE;
      case STARTING:
      default:
        // Tied to the claimant's session: it goes away by itself when that ends.
        return WAIT;
    }
  }
}
