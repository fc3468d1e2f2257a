// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.rpc.wire.ClusterInterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.ClusterManagerService;
import org.apache.zeppelin.clustering.rpc.wire.EventCall;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.LaunchFailedException;
import org.apache.zeppelin.clustering.rpc.wire.LaunchFailure;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.RefusedException;
import org.apache.zeppelin.clustering.rpc.wire.RunParam;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers other servers' calls about interpreter processes. */
final class InterpreterRpc implements ClusterManagerService.Iface {

  private static final Logger LOGGER = LoggerFactory.getLogger(InterpreterRpc.class);

  private final String serverId;
  private final String release;
  private final ProcessManager manager;
  private final ProcessSuccession succession;
  private final ManagedProcesses managed;
  private final ProcessUse use;
  private final EventInbox inbox;
  private final LocalInterpreters local;

  InterpreterRpc(
      String serverId,
      String release,
      ProcessManager manager,
      ProcessSuccession succession,
      ManagedProcesses managed,
      ProcessUse use,
      EventInbox inbox,
      LocalInterpreters local) {
    this.serverId = serverId;
    this.release = release;
    this.manager = manager;
    this.succession = succession;
    this.managed = managed;
    this.use = use;
    this.inbox = inbox;
    this.local = local;
  }

  @Override
  public boolean startInterpreterProcess(ClusterInterpreterParam param) throws TException {
    check(param);
    LOGGER.info(
        "Start the process of {} (epoch {}) for {}",
        param.getInterpreterGroupId(),
        param.getEpoch(),
        param.getRequester());
    try {
      manager.start(request(param), param.getEpoch());
      return true;
    } catch (MetadataException e) {
      throw new UnavailableException(e.getMessage());
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("Could not start the process of {}", param.getInterpreterGroupId(), e);
      String cause = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new LaunchFailedException(cause, List.of(new LaunchFailure(serverId, cause)));
    }
  }

  private void check(ClusterInterpreterParam param) throws RefusedException {
    if (!param.isSetInterpreterGroupId() || !param.isSetEpoch() || !param.isSetReplName()) {
      throw new RefusedException(
          serverId + " can start a process only for a named group, interpreter and epoch");
    }
    if (!release.equals(param.getRelease())) {
      throw new RefusedException(
          serverId
              + " runs release "
              + release
              + " of zeppelin-cluster and "
              + param.getRequester()
              + " runs "
              + param.getRelease()
              + ": install the same release on both");
    }
  }

  private static GroupRequest request(ClusterInterpreterParam param) {
    return new GroupRequest(
        param.getInterpreterGroupId(),
        param.getReplName(),
        param.getReplName(),
        param.getUserName() == null ? "" : param.getUserName(),
        param.getNoteId() == null ? "" : param.getNoteId(),
        param.isSetProperties() ? param.getProperties() : Map.of(),
        Set.of());
  }

  @Override
  public void checkProcess(ProcessRef process) throws TException {
    managed.require(process);
  }

  @Override
  public void createInterpreter(InterpreterParam param) throws TException {
    try {
      use.createInterpreterHere(param);
    } catch (RuntimeException e) {
      throw new RefusedException(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  @Override
  public void closeSession(ProcessRef process, String sessionId) throws TException {
    try {
      use.closeSessionHere(process, sessionId);
    } catch (MetadataException e) {
      throw new UnavailableException(e.getMessage());
    }
  }

  @Override
  public void stopProcess(ProcessRef process) throws TException {
    use.stopHere(process);
  }

  @Override
  public void takeProcess(ProcessRef process) throws TException {
    try {
      succession.take(process);
    } catch (MetadataException e) {
      throw new UnavailableException(e.getMessage());
    }
  }

  @Override
  public void forget(ProcessRef process, String sessionId) {
    if (sessionId.isEmpty()) {
      local.forget(
          process.getInterpreterGroupId(), process.getEpoch(), "its manager has stopped it");
    } else {
      local.forgetSession(process.getInterpreterGroupId(), process.getEpoch(), sessionId);
    }
  }

  @Override
  public void runStarted(RunParam run) throws TException {
    use.runStartedHere(run);
  }

  @Override
  public ByteBuffer deliverEvent(EventCall call) throws TException {
    try {
      return ByteBuffer.wrap(inbox.take(call));
    } catch (RuntimeException e) {
      LOGGER.warn("Could not take an event of {}", call.getInterpreterGroupId(), e);
      throw new RefusedException(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
