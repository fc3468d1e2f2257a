// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager's part in the life of an interpreter process: starts it under a claim, commits where
 * it listens, notices its end, stops it.
 */
final class ProcessManager {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessManager.class);

  private final Metadata metadata;
  private final Servers servers;
  private final LocalInterpreters local;
  private final ManagedProcesses managed;
  private final EntryChanges changes;
  private final Eventually eventually;
  private final Endings endings;
  private final Executor executor;
  private final StartTurns turns = new StartTurns();

  ProcessManager(
      Metadata metadata,
      Servers servers,
      LocalInterpreters local,
      ManagedProcesses managed,
      EntryChanges changes,
      Eventually eventually,
      Endings endings,
      Executor executor) {
    this.metadata = metadata;
    this.servers = servers;
    this.local = local;
    this.managed = managed;
    this.changes = changes;
    this.eventually = eventually;
    this.endings = endings;
    this.executor = executor;
  }

  /**
   * Starts the process of the group under the claim of that epoch and commits its address.
   *
   * @throws StaleException when the claim is not, or no longer, the present one; a process that was
   *     started meanwhile is stopped before this is thrown
   * @throws IOException with what the process said when it did not start
   */
  RunningProcess start(GroupRequest request, long epoch) throws IOException, StaleException {
    String group = request.interpreterGroupId();
    managed.starting(group);
    try {
      turns.begin(group, () -> endOlderStart(group, epoch));
      try {
        return startNow(request, epoch);
      } finally {
        turns.end(group);
      }
    } finally {
      managed.started(group);
    }
  }

  /** What an older claim has launched is of no use to anybody; without it, that start fails. */
  private void endOlderStart(String group, long epoch) throws StaleException {
    presentClaim(group, epoch);
    for (LaunchedProcess launched : local.launched()) {
      if (launched.interpreterGroupId().equals(group)) {
        LOGGER.info(
            "End pid {}, which an older claim of {} than epoch {} has launched",
            launched.pid(),
            group,
            epoch);
        local.end(launched);
      }
    }
  }

  private RunningProcess startNow(GroupRequest request, long epoch)
      throws IOException, StaleException {
    Entry claim = presentClaim(request.interpreterGroupId(), epoch);
    Optional<ManagedProcess> older = managed.get(request.interpreterGroupId());
    if (older.isPresent()) {
      end(older.get(), "a newer claim, epoch " + epoch);
    }
    LocalProcess process = local.start(request, epoch);
    ManagedProcess mine = announce(request, epoch, claim, process);
    requireUpToDate(request, mine);
    return RunningProcess.of(mine.entry());
  }

  /** Commits where the process listens; without that, it is stopped. */
  private ManagedProcess announce(
      GroupRequest request, long epoch, Entry claim, LocalProcess process) throws StaleException {
    try {
      return manage(process, commitRunning(claim, process));
    } catch (StaleException | RuntimeException e) {
      LOGGER.warn(
          "Stop the just started process of {}: its claim of epoch {} could not be made good",
          request.interpreterGroupId(),
          epoch,
          e);
      process.stop();
      local.forget(request.interpreterGroupId(), epoch, "its claim was lost");
      throw e;
    }
  }

  /** Reports for the process from now on, and notices its end. */
  ManagedProcess manage(LocalProcess process, Entry running) {
    ManagedProcess mine = new ManagedProcess(process, running);
    managed.add(mine);
    process.exited().thenRunAsync(() -> exited(mine), executor);
    LOGGER.info("Manage interpreter process {}, pid {}", RunningProcess.of(running), process.pid());
    return mine;
  }

  /** A setting that changes while its process starts: whoever stops the older ones missed it. */
  private void requireUpToDate(GroupRequest request, ManagedProcess mine) throws StaleException {
    if (isOutdated(mine)) {
      String why = "the setting of " + request.settingName() + " was changed while it started";
      end(mine, why);
      throw new StaleException(why, mine.epoch());
    }
  }

  /** True when its setting was changed after its claim. */
  boolean isOutdated(ManagedProcess mine) {
    String settingId = mine.entry().getValue().getProcess().getSettingId();
    return Blocking.await(metadata.get(Keys.setting(settingId)))
        .filter(setting -> setting.getVersion() > mine.epoch())
        .isPresent();
  }

  private Entry presentClaim(String interpreterGroupId, long epoch) throws StaleException {
    Optional<Entry> entry = Blocking.await(metadata.get(ProcessCommands.key(interpreterGroupId)));
    boolean mine =
        entry.isPresent()
            && entry.get().getEpoch() == epoch
            && entry.get().getValue().getProcess().getState() == ProcessState.STARTING;
    if (!mine) {
      throw new StaleException(
          "the claim of epoch "
              + epoch
              + " to start "
              + interpreterGroupId
              + " is not the present one",
          entry.map(Entry::getEpoch).orElse(0L));
    }
    return entry.get();
  }

  private Entry commitRunning(Entry claim, LocalProcess process) throws StaleException {
    List<Command> commands =
        ProcessCommands.running(
            claim, servers.id(), servers.requireSession(), process, System.currentTimeMillis());
    return changes.commit(claim, commands);
  }

  /**
   * Stops a process on request: nobody attaches from now on, and its entry goes when it is gone.
   */
  void stop(ManagedProcess process) {
    stop(process, "asked to");
  }

  void stop(ManagedProcess process, String why) {
    end(process, why);
  }

  /** Writes down which web page the process serves, for every server that uses it. */
  void webUrl(ManagedProcess process, String url) throws StaleException {
    process.change(
        entry ->
            changes.commit(entry, ProcessCommands.webUrl(entry, url, servers.requireSession())));
  }

  /** Writes down which interpreters are in the process, for whoever takes it over. */
  void sessions(ManagedProcess process, Map<String, Set<String>> sessions) throws StaleException {
    process.change(
        entry ->
            changes.commit(
                entry, ProcessCommands.sessions(entry, sessions, servers.requireSession())));
  }

  private void end(ManagedProcess process, String why) {
    if (!process.beginStop()) {
      return;
    }
    LOGGER.info(
        "Stop interpreter process {} (epoch {}): {}",
        process.interpreterGroupId(),
        process.epoch(),
        why);
    try {
      process.change(
          entry ->
              changes.commit(entry, ProcessCommands.stopping(entry, servers.requireSession())));
    } catch (StaleException | MetadataException e) {
      // The entry is another's, or cannot be changed now: the process has to go all the same.
      LOGGER.info(
          "Could not announce the stop of {}: {}", process.interpreterGroupId(), e.getMessage());
    }
    if (process.process().existing()) {
      leave(process);
    }
    process.process().stop();
    ended(process);
  }

  /** Takes back what was opened in a process that lives on. */
  private static void leave(ManagedProcess process) {
    try {
      process.closeSessions();
    } catch (RuntimeException e) {
      LOGGER.warn(
          "Could not close the interpreters in the existing process of {}",
          process.interpreterGroupId(),
          e);
    }
  }

  private void exited(ManagedProcess process) {
    if (process.beginStop()) {
      LOGGER.warn(
          "Interpreter process {} (epoch {}, pid {}) has ended by itself",
          process.interpreterGroupId(),
          process.epoch(),
          process.process().pid());
      ended(process);
    }
  }

  private void ended(ManagedProcess process) {
    managed.remove(process);
    eventually.commit(process.entry().getKey(), ProcessCommands.remove(process.entry()));
    endings.ofProcess(
        new ProcessRef(process.interpreterGroupId(), process.epoch()), "its process has ended");
  }

  /** Stops the processes of the setting that are older than that change of it. */
  void stopOlder(String settingId, long version) {
    managed.all().parallelStream()
        .filter(p -> p.entry().getValue().getProcess().getSettingId().equals(settingId))
        .filter(p -> p.epoch() < version)
        .forEach(p -> end(p, "its setting was changed"));
  }

  /** Looks after processes whose end the operating system does not announce. */
  void checkUnannounced() {
    for (ManagedProcess process : managed.all()) {
      if (process.process().pid() == 0 && !process.process().alive()) {
        exited(process);
      }
    }
  }

  /** The entry of a managed process was changed or removed by somebody else. */
  void superseded(String interpreterGroupId, Optional<Entry> now) {
    managed
        .get(interpreterGroupId)
        .filter(p -> now.isEmpty() || now.get().getEpoch() != p.epoch())
        .filter(p -> !p.stopping())
        .ifPresent(p -> executor.execute(() -> end(p, "the metadata name it no longer")));
  }

  /** Stops everything that this server manages. */
  void stopAll() {
    managed.all().parallelStream().forEach(p -> end(p, "this server stops"));
  }
}
