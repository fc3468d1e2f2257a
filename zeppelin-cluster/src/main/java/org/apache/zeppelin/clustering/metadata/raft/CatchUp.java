// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

/**
 * Notices that the leader does not send this server what it lacks. Ratis's leader remembers how far
 * a follower once was and never goes back behind that: one whose log has lost its end, or whose
 * disk is empty, waits until another leads. Pure; not for two threads at once.
 */
final class CatchUp {

  private final long patienceNanos;
  private boolean behind;
  private long stood;
  private long sinceNanos;

  /**
   * @param patienceNanos how long a server stands still before another leader is asked for, and
   *     again before that is asked for once more
   */
  CatchUp(long patienceNanos) {
    this.patienceNanos = patienceNanos;
  }

  /**
   * @param applied index of the log up to which this server has applied it
   * @param told what another server says now
   * @return true when another leader should be asked for
   */
  boolean stuck(long now, long applied, Told told) {
    if (!told.leads()) {
      return false;
    }
    if (applied >= told.committed()) {
      behind = false;
      return false;
    }
    if (!behind || applied != stood) {
      behind = true;
      stood = applied;
      sinceNanos = now;
      return false;
    }
    if (now - sinceNanos < patienceNanos) {
      return false;
    }
    sinceNanos = now;
    return true;
  }
}
