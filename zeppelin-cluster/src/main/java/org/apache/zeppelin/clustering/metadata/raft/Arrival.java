// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.List;
import java.util.Optional;

/** How a server begins, by what the others say of the cluster. Pure. */
enum Arrival {
  /** It was a member when it ran last, and goes on as what its log says. */
  RETURN,
  /** There is no cluster yet: the servers of the setting form one. */
  FORM,
  /** There is one: wait, without a vote, until its leader comes. */
  JOIN,
  /** It was a member, and is none any more. */
  REMOVED;

  /**
   * @param former true when this server has run before
   * @param told what those said that answered
   */
  static Arrival of(String self, boolean former, List<Told> told) {
    Optional<Told> leader = leader(told);
    if (former) {
      return leader.filter(l -> !l.members().contains(self)).isPresent() ? REMOVED : RETURN;
    }
    if (leader.isPresent()) {
      // Also when it is named there: whoever leads has a majority without it.
      return JOIN;
    }
    boolean elsewhere = told.stream().anyMatch(t -> t.belongs() && !t.members().contains(self));
    return elsewhere ? JOIN : FORM;
  }

  /** Who leads, of those that were asked. */
  static Optional<Told> leader(List<Told> told) {
    return told.stream().filter(Told::belongs).filter(Told::leads).findFirst();
  }
}
