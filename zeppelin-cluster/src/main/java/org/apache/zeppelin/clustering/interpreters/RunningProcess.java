// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Objects;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;

/** A process as the metadata name it: which, whose, where. Immutable. */
public final class RunningProcess {

  private final String interpreterGroupId;
  private final long epoch;
  private final String manager;
  private final String managerSession;
  private final String host;
  private final int port;

  public RunningProcess(
      String interpreterGroupId,
      long epoch,
      String manager,
      String managerSession,
      String host,
      int port) {
    this.interpreterGroupId = Objects.requireNonNull(interpreterGroupId);
    this.epoch = epoch;
    this.manager = Objects.requireNonNull(manager);
    this.managerSession = Objects.requireNonNull(managerSession);
    this.host = Objects.requireNonNull(host);
    this.port = port;
  }

  /** Reads it from an entry whose process is RUNNING. */
  public static RunningProcess of(Entry entry) {
    ProcessEntry process = entry.getValue().getProcess();
    return new RunningProcess(
        process.getInterpreterGroupId(),
        entry.getEpoch(),
        process.getManager(),
        process.getManagerSession(),
        process.getHost(),
        process.getPort());
  }

  public String interpreterGroupId() {
    return interpreterGroupId;
  }

  public long epoch() {
    return epoch;
  }

  /** Id of the server that reports for the process. */
  public String manager() {
    return manager;
  }

  public String managerSession() {
    return managerSession;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public ProcessRef ref() {
    return new ProcessRef(interpreterGroupId, epoch);
  }

  @Override
  public String toString() {
    return interpreterGroupId
        + " (epoch "
        + epoch
        + ", at "
        + host
        + ":"
        + port
        + ", managed by "
        + manager
        + ")";
  }
}
