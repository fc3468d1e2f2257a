// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whom a server asks when: all voters every time, and of the others a few in turn. If all of a
 * large cluster asked all others every time, its load would grow with the square of the servers. Of
 * one thread.
 */
final class AskingTurns {

  private final int atOnce;
  private int next;

  /**
   * @param atOnce how many of those that do not vote
   */
  AskingTurns(int atOnce) {
    this.atOnce = atOnce;
  }

  /** Those of the servers whose turn it is. */
  List<String> take(Collection<String> servers, Collection<String> voters) {
    List<String> turn = new ArrayList<>();
    List<String> listeners = new ArrayList<>();
    servers.forEach(server -> (voters.contains(server) ? turn : listeners).add(server));
    for (int taken = 0; taken < Math.min(atOnce, listeners.size()); taken++) {
      next = (next + 1) % listeners.size();
      turn.add(listeners.get(next));
    }
    return turn;
  }
}
