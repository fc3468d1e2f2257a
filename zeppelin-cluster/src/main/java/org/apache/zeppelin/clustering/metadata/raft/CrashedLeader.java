// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who stands for election, and when, once a leader's host says that its process is gone. An
 * election is safe at any time (Raft, section 5.4), so what is decided here can cost time and
 * nothing else: two that stand at one moment take each other's votes, and a leader that a firewall
 * hides from one server alone would be deposed again and again.
 */
final class CrashedLeader {

  /** Many times what an election takes, so that the next one stands only when that has failed. */
  private static final int TURN_MILLIS = 150;

  private final String self;
  private final Set<String> taken = new HashSet<>();

  CrashedLeader(String self) {
    this.self = self;
  }

  /**
   * The leader refuses connections.
   *
   * @return after how many milliseconds to stand, if it has not been succeeded until then; empty
   *     when this server does not vote, or found the same leader crashed before and has had no
   *     answer from it since
   */
  synchronized Optional<Integer> refuses(String leader, List<String> voters) {
    Set<String> left = new TreeSet<>(voters);
    left.remove(leader);
    if (!left.contains(self) || !taken.add(leader)) {
      return Optional.empty();
    }
    return Optional.of(List.copyOf(left).indexOf(self) * TURN_MILLIS);
  }

  /** That server has answered this one. */
  synchronized void answers(String server) {
    taken.remove(server);
  }
}
