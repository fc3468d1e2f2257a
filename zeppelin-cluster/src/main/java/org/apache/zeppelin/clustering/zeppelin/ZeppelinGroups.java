// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.GroupRequest;
import org.apache.zeppelin.clustering.interpreters.LaunchedProcess;
import org.apache.zeppelin.clustering.interpreters.LocalInterpreters;
import org.apache.zeppelin.clustering.interpreters.LocalProcess;
import org.apache.zeppelin.clustering.interpreters.RunningProcess;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.interpreter.ExecutionContext;
import org.apache.zeppelin.interpreter.Interpreter;
import org.apache.zeppelin.interpreter.InterpreterSetting;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;
import org.apache.zeppelin.interpreter.ManagedInterpreterGroup;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterRunningProcess;
import org.apache.zeppelin.scheduler.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, drops and retires interpreter groups of this server's Zeppelin. */
@TouchesZeppelin("start, drop and end the groups of this server")
final class ZeppelinGroups implements LocalInterpreters {

  private static final Logger LOGGER = LoggerFactory.getLogger(ZeppelinGroups.class);

  private static final int ADOPTED_CONNECT_MILLIS = 10_000;
  private static final int ADOPTED_CONNECTIONS = 10;
  private static final String CHANGED = "its setting was changed";

  private final String serverId;
  private final InterpreterSettingManager settings;
  private final GroupsInPlace inPlace;
  private final ProcessIdentity identity;
  private final FormerProcesses former;
  private final SettingVersions versions;
  private final OutdatedGroups outdated = new OutdatedGroups();
  private final ThreadLocal<Boolean> creatingHere = ThreadLocal.withInitial(() -> false);
  private final Map<String, Long> epochsHere = new ConcurrentHashMap<>();

  /**
   * @param serverId this server's id, with which it marks what it launches
   */
  ZeppelinGroups(
      String serverId,
      InterpreterSettingManager settings,
      GroupsInPlace inPlace,
      ProcessIdentity identity,
      FormerProcesses former,
      SettingVersions versions) {
    this.serverId = serverId;
    this.settings = settings;
    this.inPlace = inPlace;
    this.identity = identity;
    this.former = former;
    this.versions = versions;
  }

  /** True while the calling thread starts a process on this server, cluster or not. */
  boolean creatingHere() {
    return creatingHere.get();
  }

  @Override
  public LocalProcess start(GroupRequest request, long epoch) throws IOException {
    ManagedInterpreterGroup group = fresh(request, epoch);
    int eventPort = settings.getInterpreterEventServer().getPort();
    Set<Long> older = identity.all(group.getId(), eventPort);
    epochsHere.put(group.getId(), epoch);
    Properties properties = new Properties();
    properties.putAll(request.properties());
    creatingHere.set(true);
    try {
      RemoteInterpreterProcess process =
          group.getOrCreateInterpreterProcess(request.userName(), properties);
      boolean existing = group.getInterpreterSetting().getOption().isExistingProcess();
      Optional<ProcessHandle> handle =
          existing ? Optional.empty() : identity.find(group.getId(), eventPort, older);
      return new ZeppelinProcess(group.getId(), process, handle, existing, System::nanoTime);
    } catch (IOException | RuntimeException e) {
      // Zeppelin keeps the process object of a failed start; a later one must begin afresh.
      discard(group, older);
      throw e;
    } finally {
      creatingHere.remove();
    }
  }

  @Override
  public LocalProcess adopt(ProcessEntry process) throws IOException {
    String group = process.getInterpreterGroupId();
    if (!plausible(process)) {
      throw new IOException(
          "its process on " + process.getHost() + ", pid " + process.getPid() + ", has ended");
    }
    String eventHost = settings.getInterpreterEventServer().getHost();
    int eventPort = settings.getInterpreterEventServer().getPort();
    former.reconnect(process, eventHost, eventPort);
    RemoteInterpreterProcess link =
        new RemoteInterpreterRunningProcess(
            process.getSettingName(),
            group,
            ADOPTED_CONNECT_MILLIS,
            ADOPTED_CONNECTIONS,
            eventHost,
            eventPort,
            process.getHost(),
            process.getPort(),
            true);
    Optional<ProcessHandle> handle =
        former.isThisHost(process.getHost()) && process.getPid() > 0
            ? ProcessHandle.of(process.getPid())
            : Optional.empty();
    return new ZeppelinProcess(group, link, handle, false, System::nanoTime);
  }

  @Override
  public void moved(RunningProcess process) {
    inPlace.move(process);
  }

  /**
   * The group without a process: what an earlier start left in it, ending or dead, would pass for
   * the one that is to be started.
   */
  private ManagedInterpreterGroup fresh(GroupRequest request, long epoch) throws IOException {
    ManagedInterpreterGroup group = group(request);
    if (group.getRemoteInterpreterProcess() == null) {
      return group;
    }
    forget(group.getId(), epoch - 1, "it is started anew");
    settings.removeInterpreterGroup(group.getId());
    return group(request);
  }

  private void discard(ManagedInterpreterGroup group, Set<Long> older) {
    RemoteInterpreterProcess failed = group.getRemoteInterpreterProcess();
    settings.removeInterpreterGroup(group.getId());
    if (failed != null) {
      try {
        failed.stop();
      } catch (RuntimeException e) {
        LOGGER.warn("Could not clean up after the failed start of {}", group.getId(), e);
      }
    }
    if (!group.getInterpreterSetting().getOption().isExistingProcess()) {
      identity
          .find(group.getId(), settings.getInterpreterEventServer().getPort(), older)
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** The group that the request names, as this server's settings compute it. */
  private ManagedInterpreterGroup group(GroupRequest request) throws IOException {
    InterpreterSetting setting = settings.getByName(request.settingName());
    if (setting == null) {
      throw new IOException(
          "This server has no interpreter setting named "
              + request.settingName()
              + ": install the interpreter on every server");
    }
    ExecutionContext context = new ExecutionContext();
    context.setUser(request.userName());
    context.setNoteId(request.noteId());
    context.setInterpreterGroupId(request.interpreterGroupId());
    return setting.getOrCreateInterpreterGroup(context);
  }

  @Override
  public void forget(String interpreterGroupId, long epoch, String reason) {
    Optional<GroupsInPlace.Place> place = inPlace.remove(interpreterGroupId, epoch);
    boolean startedHere = epochsHere.getOrDefault(interpreterGroupId, Long.MAX_VALUE) <= epoch;
    if (place.isEmpty() && !startedHere) {
      return;
    }
    epochsHere.computeIfPresent(interpreterGroupId, (id, here) -> here <= epoch ? null : here);
    ManagedInterpreterGroup group = settings.getInterpreterGroupById(interpreterGroupId);
    settings.removeInterpreterGroup(interpreterGroupId);
    if (group != null) {
      List.copyOf(group.values()).forEach(interpreters -> drop(group, interpreters));
    }
    disconnect(place, reason);
    LOGGER.info("Forget interpreter group {}: {}", interpreterGroupId, reason);
  }

  @Override
  public boolean upToDate(GroupRequest request, long epoch) throws IOException {
    return request.settingVersion() == versions.of(request.settingId(), epoch);
  }

  /**
   * The setting as of now.
   *
   * @throws IOException when the group was made of the setting before it changed
   */
  long settingVersion(ManagedInterpreterGroup group) throws IOException {
    String settingId = group.getInterpreterSetting().getId();
    long version = versions.of(settingId, 0);
    if (outdated.contains(group)) {
      throw new IOException(
          "Interpreter " + settingId + " was changed at this moment; run the paragraph again");
    }
    return version;
  }

  /** Drops the groups of a setting that was changed at that version; touches no process. */
  void outdate(InterpreterSetting setting, long version) {
    for (ManagedInterpreterGroup group : setting.getAllInterpreterGroups()) {
      outdated.add(group);
      settings.removeInterpreterGroup(group.getId());
      List<Job<?>> running = new ArrayList<>();
      for (List<Interpreter> interpreters : List.copyOf(group.values())) {
        interpreters.stream()
            .filter(ZeppelinGroups::abortsJobs)
            .forEach(
                interpreter -> running.addAll(DroppedScheduler.jobs(interpreter.getScheduler())));
        drop(group, interpreters);
      }
      epochsHere.computeIfPresent(group.getId(), (id, here) -> here < version ? null : here);
      Optional<GroupsInPlace.Place> place = inPlace.remove(group.getId(), version);
      // On a thread of its own: it asks the process, which may be hung.
      Thread end = new Thread(() -> endUse(running, place, CHANGED), "cluster-outdated");
      end.setDaemon(true);
      end.start();
      LOGGER.info("Forget interpreter group {}: {}", group.getId(), CHANGED);
    }
  }

  private static void endUse(
      List<Job<?>> running, Optional<GroupsInPlace.Place> place, String reason) {
    running.forEach(ZeppelinGroups::abort);
    disconnect(place, reason);
  }

  private static void disconnect(Optional<GroupsInPlace.Place> place, String reason) {
    place
        .map(GroupsInPlace.Place::zeppelins)
        .filter(AttachedProcess.class::isInstance)
        .ifPresent(p -> ((AttachedProcess) p).ended(reason));
  }

  @Override
  public void forgetSession(String interpreterGroupId, long epoch, String sessionId) {
    boolean same =
        inPlace.get(interpreterGroupId).filter(p -> p.process().epoch() == epoch).isPresent();
    ManagedInterpreterGroup group = settings.getInterpreterGroupById(interpreterGroupId);
    if (same && group != null) {
      session(group, sessionId)
          .ifPresent(
              interpreters -> {
                LOGGER.info("Forget session {} of {}", sessionId, interpreterGroupId);
                drop(group, interpreters);
              });
    }
  }

  @Override
  public void webUrl(String interpreterGroupId, long epoch, String url) {
    boolean same =
        inPlace.get(interpreterGroupId).filter(p -> p.process().epoch() == epoch).isPresent();
    ManagedInterpreterGroup group = settings.getInterpreterGroupById(interpreterGroupId);
    if (same && group != null) {
      group.setWebUrl(url);
    }
  }

  /**
   * The session's interpreters. Zeppelin's own getter takes the group's lock, which the thread that
   * closes a session holds while it waits for the cluster.
   */
  private static Optional<List<Interpreter>> session(
      ManagedInterpreterGroup group, String sessionId) {
    return group.values().stream()
        .filter(
            interpreters ->
                interpreters.stream()
                    .filter(RemoteInterpreter.class::isInstance)
                    .anyMatch(i -> ((RemoteInterpreter) i).getSessionId().equals(sessionId)))
        .findFirst();
  }

  /** Ends the jobs of a session as Zeppelin does when it closes one, and forgets the session. */
  void abortAndDrop(ManagedInterpreterGroup group, String sessionId) {
    List<Interpreter> interpreters = group.get(sessionId);
    if (interpreters == null) {
      return;
    }
    for (Interpreter interpreter : interpreters) {
      if (abortsJobs(interpreter)) {
        DroppedScheduler.jobs(interpreter.getScheduler()).forEach(ZeppelinGroups::abort);
      }
    }
    drop(group, interpreters);
  }

  private static boolean abortsJobs(Interpreter interpreter) {
    return Boolean.parseBoolean(
        interpreter.getProperty("zeppelin.interpreter.close.cancel_job", "true"));
  }

  private static void abort(Job<?> job) {
    if (!job.isTerminated()) {
      job.abort();
      job.setStatus(Job.Status.ABORT);
    }
  }

  private static void drop(ManagedInterpreterGroup group, List<Interpreter> interpreters) {
    group.values().removeIf(session -> session == interpreters);
    for (Interpreter interpreter : interpreters) {
      DroppedScheduler.drop(interpreter.getScheduler());
    }
  }

  @Override
  public boolean plausible(ProcessEntry process) {
    boolean here = former.isThisHost(process.getHost());
    return !here
        || process.getPid() == 0
        || identity.mayBe(process.getPid(), process.getInterpreterGroupId());
  }

  @Override
  public boolean reachable(ProcessEntry process) {
    return plausible(process) && former.answers(process);
  }

  @Override
  public List<LaunchedProcess> launched() {
    return identity.launchedBy(serverId);
  }

  @Override
  public void end(LaunchedProcess process) {
    if (identity.mayBe(process.pid(), process.interpreterGroupId())) {
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public void retire(ProcessEntry process) throws IOException {
    former.end(process);
  }
}
