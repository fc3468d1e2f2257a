// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.zeppelin.clustering.rpc.wire.BrowserAnswer;
import org.apache.zeppelin.clustering.rpc.wire.BrowserMessage;
import org.apache.zeppelin.clustering.rpc.wire.BrowserRef;
import org.apache.zeppelin.clustering.rpc.wire.BrowserTexts;
import org.apache.zeppelin.clustering.rpc.wire.ClusterInterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.ClusterManagerService;
import org.apache.zeppelin.clustering.rpc.wire.ClusterService;
import org.apache.zeppelin.clustering.rpc.wire.EventCall;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.RestAnswer;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.rpc.wire.RunParam;
import org.apache.zeppelin.clustering.rpc.wire.SearchHit;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.shaded.thrift.TException;

/**
 * Answers other servers before this one can serve: its port is taken when the server starts, so
 * that a port in use stops the start, and its Zeppelin is complete some seconds later.
 */
public final class LateService implements ClusterService.Iface {

  private final String serverId;
  private volatile Parts parts;

  public LateService(String serverId) {
    this.serverId = serverId;
  }

  /** From now on calls are served. */
  public void serve(
      ClusterManagerService.Iface processes,
      NoteCalls notes,
      CronCalls cron,
      JobCalls jobs,
      SearchCalls search) {
    parts = new Parts(processes, notes, cron, jobs, search);
  }

  private Parts parts() throws UnavailableException {
    Parts present = parts;
    if (present == null) {
      throw new UnavailableException("server " + serverId + " is still starting");
    }
    return present;
  }

  private ClusterManagerService.Iface service() throws UnavailableException {
    return parts().processes;
  }

  private NoteCalls notes() throws UnavailableException {
    return parts().notes;
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

  @Override
  public BrowserAnswer browserMessage(BrowserMessage message) throws TException {
    return notes().browserMessage(message);
  }

  @Override
  public void browserLeft(BrowserRef browser) throws TException {
    notes().browserLeft(browser);
  }

  @Override
  public void browserTexts(BrowserTexts texts) throws TException {
    notes().browserTexts(texts);
  }

  @Override
  public RestAnswer rest(RestCall call) throws TException {
    return notes().rest(call);
  }

  @Override
  public String takeNote(String noteId) throws TException {
    return notes().takeNote(noteId);
  }

  @Override
  public void takeProcess(ProcessRef process) throws TException {
    service().takeProcess(process);
  }

  @Override
  public RestAnswer restAnswer(String pending) throws TException {
    return notes().restAnswer(pending);
  }

  @Override
  public void fire(String noteId, long scheduledMillis) throws TException {
    parts().cron.fire(noteId, scheduledMillis);
  }

  @Override
  public String noteJobs() throws TException {
    return parts().jobs.noteJobs();
  }

  @Override
  public void jobsChanged(String message) throws TException {
    parts().jobs.jobsChanged(message);
  }

  @Override
  public List<SearchHit> search(String query) throws TException {
    return parts().search.search(query);
  }

  /** Who answers what. */
  private static final class Parts {
    private final ClusterManagerService.Iface processes;
    private final NoteCalls notes;
    private final CronCalls cron;
    private final JobCalls jobs;
    private final SearchCalls search;

    private Parts(
        ClusterManagerService.Iface processes,
        NoteCalls notes,
        CronCalls cron,
        JobCalls jobs,
        SearchCalls search) {
      this.processes = processes;
      this.notes = notes;
      this.cron = cron;
      this.jobs = jobs;
      this.search = search;
    }
  }
}
