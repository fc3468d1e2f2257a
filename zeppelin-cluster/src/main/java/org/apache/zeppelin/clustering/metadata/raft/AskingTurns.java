// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whom a server asks when: in a small cluster all others every time, in a large one those that
 * matter to it, and the others in turn. If all asked all, the load would grow with the square of
 * the servers, and if each asked every time, that of the voters with the servers. Of one thread.
 */
final class AskingTurns {

  /** After a turn, a server without a vote leaves so many while all is well. */
  private static final int LEFT_WHEN_CALM = 2;

  private final int all;
  private final int voters;
  private final int listeners;
  private int nextVoter;
  private int nextListener;
  private int left;

  /**
   * @param all so many others are asked every time
   * @param voters how many of them a server without a vote asks at once, if there are more
   * @param listeners how many of those that do not vote are asked at once, if there are more
   */
  AskingTurns(int all, int voters, int listeners) {
    this.all = all;
    this.voters = voters;
    this.listeners = listeners;
  }

  /**
   * Those whose turn it is.
   *
   * @param others all but this server
   * @param voting who votes; this server among them needs all of them
   * @param calm nobody is known not to answer
   */
  List<String> take(
      Collection<String> others, Collection<String> voting, boolean votes, boolean calm) {
    if (others.size() <= all) {
      return List.copyOf(others);
    }
    if (calm && !votes && left > 0) {
      left--;
      return List.of();
    }
    left = LEFT_WHEN_CALM;
    List<String> voterOnes = new ArrayList<>();
    List<String> listenerOnes = new ArrayList<>();
    others.forEach(server -> (voting.contains(server) ? voterOnes : listenerOnes).add(server));
    int first = nextVoter;
    int asked = votes ? voterOnes.size() : Math.min(voters, voterOnes.size());
    nextVoter += asked;
    List<String> turn = new ArrayList<>(some(voterOnes, first, asked));
    first = nextListener;
    asked = Math.min(listeners, listenerOnes.size());
    nextListener += asked;
    turn.addAll(some(listenerOnes, first, asked));
    return turn;
  }

  private static List<String> some(List<String> servers, int first, int count) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(servers.get(Math.floorMod(first + i, servers.size())));
    }
    return some;
  }
}
