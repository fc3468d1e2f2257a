// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

/**
 * What only the leader does. Every call comes from a thread of the metadata layer and must return
 * soon; work belongs on a thread of the implementor's own.
 */
public interface LeaderDuties {

  /** This server leads in the term and has applied everything that was committed before it. */
  void started(long term);

  /**
   * This server no longer leads; called for every {@link #started}, voluntary step-down included.
   */
  void stopped();

  /**
   * Answers {@link Metadata#askLeader}: called only on a leader that has been confirmed as such
   * after the question arrived.
   *
   * @throws MetadataException told to the asking server
   */
  byte[] answer(String topic, byte[] payload);
}
