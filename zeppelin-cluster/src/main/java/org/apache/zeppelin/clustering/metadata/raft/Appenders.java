// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.leader.LogAppender;

/**
 * What of Ratis sends the log to the other servers while this one leads: one appender for each.
 * Thread safe.
 */
final class Appenders {

  private final Map<RaftPeerId, LogAppender> appenders = new ConcurrentHashMap<>();

  /** Takes the place of an earlier one for the same server. */
  void add(LogAppender appender) {
    appenders.put(appender.getFollowerId(), appender);
  }

  /**
   * Tells that server now up to where the log is committed, which it would hear with the next entry
   * or heartbeat; does not wait.
   *
   * @param server has the log on its disk up to all that is committed: told of more, Ratis's
   *     follower says that it has committed what it has not, and is told no more until the next
   *     heartbeat (3.3.0)
   */
  void tellCommitted(String server) {
    LogAppender appender = appenders.get(RaftOptions.peerId(server));
    if (appender != null && appender.isRunning()) {
      appender.triggerHeartbeat();
    }
  }

  /**
   * The same for a server of which this one has to find out what it has.
   *
   * @param committed up to where the log is
   * @return false when it does not have that yet
   */
  boolean tellIfItHas(String server, long committed) {
    LogAppender appender = appenders.get(RaftOptions.peerId(server));
    if (appender == null || !appender.isRunning()) {
      return true;
    }
    if (appender.getFollower().getMatchIndex() < committed) {
      return false;
    }
    appender.triggerHeartbeat();
    return true;
  }
}
