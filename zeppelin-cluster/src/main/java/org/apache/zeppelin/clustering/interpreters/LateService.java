// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.nio.ByteBuffer;
import org.apache.zeppelin.clustering.rpc.wire.ClusterInterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.ClusterManagerService;
import org.apache.zeppelin.clustering.rpc.wire.EventCall;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.RunParam;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.shaded.thrift.TException;

/**
 * Answers other servers before this one can serve: its port is taken when the server starts, so
 * that a port in use stops the start, and its Zeppelin is complete some seconds later.
 */
public final class LateService implements ClusterManagerService.Iface {

  private final String serverId;
  private volatile ClusterManagerService.Iface service;

  public LateService(String serverId) {
    this.serverId = serverId;
  }

  /** From now on calls are served. */
  public void serve(ClusterManagerService.Iface complete) {
    service = complete;
  }

  private ClusterManagerService.Iface service() throws UnavailableException {
    ClusterManagerService.Iface present = service;
    if (present == null) {
      throw new UnavailableException("server " + serverId + " is still starting");
    }
    return present;
  }

  @Override
  public boolean startInterpreterProcess(ClusterInterpreterParam param) throws TException {
    return service().startInterpreterProcess(param);
  }

  @Override
  public void checkProcess(ProcessRef process) throws TException {
    service().checkProcess(process);
  }

  @Override
  public void createInterpreter(InterpreterParam param) throws TException {
    service().createInterpreter(param);
  }

  @Override
  public void closeSession(ProcessRef process, String sessionId) throws TException {
    service().closeSession(process, sessionId);
  }

  @Override
  public void stopProcess(ProcessRef process) throws TException {
    service().stopProcess(process);
  }

  @Override
  public void forget(ProcessRef process, String sessionId) throws TException {
    service().forget(process, sessionId);
  }

  @Override
  public void runStarted(RunParam run) throws TException {
    service().runStarted(run);
  }

  @Override
  public ByteBuffer deliverEvent(EventCall call) throws TException {
    return service().deliverEvent(call);
  }
}
