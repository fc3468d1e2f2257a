// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import java.util.List;

/**
 * Decides which of the servers that may start a process should. Pure: the same question has the
 * same answer on every server.
 */
public interface PlacementPolicy {

  /**
   * @param candidates servers that {@link PlacementRules} admit, in any order
   * @return the same servers, the best first, ties broken by server id
   */
  List<Candidate> rank(PlacementRequest request, List<Candidate> candidates);
}
