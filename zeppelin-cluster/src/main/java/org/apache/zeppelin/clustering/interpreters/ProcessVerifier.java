// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.function.Predicate;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that what listens at an address is the process of that epoch, by asking its manager.
 */
final class ProcessVerifier {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessVerifier.class);

  enum Verdict {
    ALIVE,
    /** It has ended although its entry stands. */
    GONE,
    /** Its manager, a member by its session, does not answer. */
    UNKNOWN
  }

  private final String serverId;
  private final Peers peers;
  private final ManagedProcesses managed;
  private final Predicate<ProcessEntry> plausible;
  private final long callTimeoutMillis;

  /**
   * @param plausible false when the process is on this host and its pid says that it is another
   */
  ProcessVerifier(
      String serverId,
      Peers peers,
      ManagedProcesses managed,
      Predicate<ProcessEntry> plausible,
      long callTimeoutMillis) {
    this.serverId = serverId;
    this.peers = peers;
    this.managed = managed;
    this.plausible = plausible;
    this.callTimeoutMillis = callTimeoutMillis;
  }

  Verdict verify(Entry entry) {
    ProcessEntry process = entry.getValue().getProcess();
    ProcessRef ref = RunningProcess.of(entry).ref();
    try {
      if (process.getManager().equals(serverId)) {
        managed.require(ref);
      } else {
        peers.callIdempotent(
            process.getManager(),
            callTimeoutMillis,
            client -> {
              client.checkProcess(ref);
              return null;
            });
      }
    } catch (StaleException e) {
      LOGGER.info("{} names a process that has ended: {}", entry.getKey(), e.getMessage());
      return Verdict.GONE;
    } catch (TException e) {
      LOGGER.warn("Could not ask {} about {}", process.getManager(), entry.getKey(), e);
      return Verdict.UNKNOWN;
    }
    if (!plausible.test(process)) {
      LOGGER.warn(
          "{} names pid {}, which is no process of this group", entry.getKey(), process.getPid());
      return Verdict.GONE;
    }
    return Verdict.ALIVE;
  }
}
