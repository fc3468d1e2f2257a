// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every member that a process or a session of it has ended, and waits until they know: so
 * that after a restart on one server, the next run on any other does not meet what is gone. A
 * member that cannot be told learns of a process's end from the log.
 */
final class Endings {

  private static final Logger LOGGER = LoggerFactory.getLogger(Endings.class);
  private static final String WHOLE_PROCESS = "";

  private final String serverId;
  private final Peers peers;
  private final LocalInterpreters local;
  private final long callTimeoutMillis;

  Endings(String serverId, Peers peers, LocalInterpreters local, long callTimeoutMillis) {
    this.serverId = serverId;
    this.peers = peers;
    this.local = local;
    this.callTimeoutMillis = callTimeoutMillis;
  }

  void ofProcess(ProcessRef process, String reason) {
    local.forget(process.getInterpreterGroupId(), process.getEpoch(), reason);
    tell(process, WHOLE_PROCESS);
  }

  void ofSession(ProcessRef process, String sessionId) {
    local.forgetSession(process.getInterpreterGroupId(), process.getEpoch(), sessionId);
    tell(process, sessionId);
  }

  private void tell(ProcessRef process, String sessionId) {
    // At once: a silent member must not keep the others waiting.
    peers.others(serverId).parallelStream().forEach(server -> tell(server, process, sessionId));
  }

  private void tell(String server, ProcessRef process, String sessionId) {
    try {
      peers.callIdempotent(
          server,
          callTimeoutMillis,
          client -> {
            client.forget(process, sessionId);
            return null;
          });
    } catch (TException e) {
      LOGGER.warn(
          "{} could not be told of the end of {} {}",
          server,
          process.getInterpreterGroupId(),
          sessionId,
          e);
    }
  }
}
