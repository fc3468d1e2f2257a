// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.function.Consumer;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.RunningProcess;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterRunningProcess;

/**
 * A process that another server manages, as this server's Zeppelin uses it. It is never initialised
 * from here: a second {@code init} would take the process's event client from its manager.
 */
@TouchesZeppelin("use a process that another server manages")
final class AttachedProcess extends RemoteInterpreterRunningProcess {

  private final RunningProcess process;
  private final Consumer<RemoteInterpreterProcess> disconnect;
  private volatile String ended;

  /**
   * @param disconnect closes what Zeppelin has open to a process
   */
  AttachedProcess(
      RunningProcess process,
      String settingName,
      int connectTimeoutMillis,
      int connectionPoolSize,
      String eventHost,
      int eventPort,
      Consumer<RemoteInterpreterProcess> disconnect) {
    super(
        settingName,
        process.interpreterGroupId(),
        connectTimeoutMillis,
        connectionPoolSize,
        eventHost,
        eventPort,
        process.host(),
        process.port(),
        false);
    this.process = process;
    this.disconnect = disconnect;
  }

  RunningProcess process() {
    return process;
  }

  /** The cluster says that the process is no more; closes what this server had open to it. */
  void ended(String reason) {
    ended = reason;
    disconnect.accept(this);
  }

  @Override
  public boolean isRunning() {
    return ended == null && super.isRunning();
  }

  @Override
  public void init(ZeppelinConfiguration configuration) {
    throw new IllegalStateException("Only its manager initialises " + process);
  }

  @Override
  public boolean recover() {
    throw new IllegalStateException("Only its manager recovers " + process);
  }

  /** Stopping goes through the cluster, which stops the process at its manager. */
  @Override
  public void stop() {
    ended("stopped");
  }

  @Override
  public String getErrorMessage() {
    return ended == null ? "It does not answer: " + process : process + ": " + ended;
  }
}
