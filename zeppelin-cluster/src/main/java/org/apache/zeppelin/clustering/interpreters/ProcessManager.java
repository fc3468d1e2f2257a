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
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager's part in the life of an interpreter process: starts it under a claim or takes it
 * over, commits where it listens, notices its end, stops it.
 */
final class ProcessManager {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessManager.class);

  private final Metadata metadata;
  private final Servers servers;
  private final LocalInterpreters local;
  private final ManagedProcesses managed;
  private final Eventually eventually;
  private final Endings endings;
  private final Executor executor;

  ProcessManager(
      Metadata metadata,
      Servers servers,
      LocalInterpreters local,
      ManagedProcesses managed,
      Eventually eventually,
      Endings endings,
      Executor executor) {
    this.metadata = metadata;
    this.servers = servers;
    this.local = local;
    this.managed = managed;
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
    managed.starting(request.interpreterGroupId());
    try {
      return startNow(request, epoch);
    } finally {
      managed.started(request.interpreterGroupId());
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

  private ManagedProcess manage(LocalProcess process, Entry running) {
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

  private boolean isOutdated(ManagedProcess mine) {
    String settingId = mine.entry().getValue().getProcess().getSettingId();
    return Blocking.await(metadata.get(Keys.setting(settingId)))
        .filter(setting -> setting.getVersion() > mine.epoch())
        .isPresent();
  }

  /**
   * Takes over a process whose manager is gone: its epoch stays, and so does what it knows. One
   * that does not answer any more is lost: its entry goes, and who waits for it is told why.
   *
   * @throws StaleException when another server was first
   * @throws IOException when it neither answers nor can be ended
   */
  void adopt(Entry entry) throws IOException, StaleException {
    String group = entry.getValue().getProcess().getInterpreterGroupId();
    managed.taking(group);
    try {
      Entry mine =
          committed(
              entry, ProcessCommands.managedBy(entry, servers.id(), servers.requireSession()));
      String former = entry.getValue().getProcess().getManager();
      LOGGER.info("Take over interpreter process {} from {}", entry.getKey(), former);
      connect(mine, former);
    } finally {
      managed.taken(group);
    }
  }

  private void connect(Entry mine, String former) throws IOException, StaleException {
    LocalProcess process;
    try {
      process = local.adopt(mine.getValue().getProcess());
    } catch (IOException e) {
      LOGGER.warn("{} cannot be taken over: {}", mine.getKey(), e.getMessage());
      String reason = "server " + former + ", which managed it, was lost, and " + e.getMessage();
      retire(mine, ProcessCommands.lost(mine, reason, servers.requireSession()));
      return;
    }
    ManagedProcess adopted = manage(process, mine);
    if (isOutdated(adopted)) {
      end(adopted, "its setting was changed while nobody managed it");
    }
  }

  /** The same on a thread of its own, by whoever is first. */
  void adoptSoon(Entry entry) {
    executor.execute(
        () -> {
          try {
            adopt(entry);
          } catch (StaleException e) {
            LOGGER.debug("Another server has taken {} over", entry.getKey(), e);
          } catch (IOException | MetadataException e) {
            LOGGER.warn("{} could not be taken over; its next use tries again", entry.getKey(), e);
          }
        });
  }

  /** Another server reports for the process from now on. */
  void movedAway(String interpreterGroupId, Entry now) {
    managed
        .get(interpreterGroupId)
        .filter(p -> p.epoch() == now.getEpoch() && !p.stopping())
        .filter(managed::moveAway)
        .ifPresent(
            p ->
                local.forget(
                    interpreterGroupId,
                    p.epoch(),
                    now.getValue().getProcess().getManager() + " has taken it over"));
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
    return committed(claim, commands);
  }

  /** The entry as the fenced change left it. */
  private Entry committed(Entry before, List<Command> commands) throws StaleException {
    Result result = Blocking.await(metadata.commit(commands));
    if (result.getCode() != ResultCode.OK) {
      throw new StaleException(
          before.getKey() + " was changed by another server (" + result.getCode() + ")",
          result.isSetCurrent() ? result.getCurrent().getEpoch() : 0);
    }
    EntryValue value = commands.get(commands.size() - 1).getCompareAndSet().getValue();
    Entry after = before.deepCopy();
    after.setValue(value);
    after.setVersion(result.getIndex());
    after.setSession(null);
    return after;
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

  /**
   * Reports for the process from now on, in the place of a manager that asks for it.
   *
   * @throws UnavailableException when this server cannot, and its manager shall keep it
   */
  void take(ProcessRef ref) throws StaleException, UnavailableException {
    Optional<Entry> present =
        Blocking.await(metadata.get(ProcessCommands.key(ref.getInterpreterGroupId())))
            .filter(entry -> entry.getEpoch() == ref.getEpoch());
    ProcessEntry process = present.map(e -> e.getValue().getProcess()).orElse(null);
    if (process == null || process.getState() != ProcessState.RUNNING || process.isExisting()) {
      throw new StaleException(ref + " is not there to be taken over", 0);
    }
    if (process.getManager().equals(servers.id())) {
      return;
    }
    if (servers.drain().isPresent() || !local.reachable(process)) {
      throw new UnavailableException(servers.id() + " cannot take " + ref + " over");
    }
    try {
      adopt(present.get());
    } catch (IOException e) {
      throw new UnavailableException(servers.id() + " has failed: " + e.getMessage());
    }
  }

  /** Writes down which web page the process serves, for every server that uses it. */
  void webUrl(ManagedProcess process, String url) throws StaleException {
    process.change(
        entry -> committed(entry, ProcessCommands.webUrl(entry, url, servers.requireSession())));
  }

  /** Writes down which interpreters are in the process, for whoever takes it over. */
  void sessions(ManagedProcess process, Map<String, Set<String>> sessions) throws StaleException {
    process.change(
        entry ->
            committed(entry, ProcessCommands.sessions(entry, sessions, servers.requireSession())));
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
          entry -> committed(entry, ProcessCommands.stopping(entry, servers.requireSession())));
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

  /** After a lost session: the processes live on under the new one. */
  void keepUnder(String session) {
    for (ManagedProcess process : managed.all()) {
      try {
        process.change(
            entry -> committed(entry, ProcessCommands.managedBy(entry, servers.id(), session)));
      } catch (StaleException e) {
        Optional<Entry> now = Blocking.await(metadata.get(process.entry().getKey()));
        if (now.filter(entry -> isTakenOver(process, entry)).isPresent()) {
          movedAway(process.interpreterGroupId(), now.get());
        } else {
          end(process, "another server has taken its entry");
        }
      }
    }
  }

  private boolean isTakenOver(ManagedProcess process, Entry now) {
    ProcessEntry entry = now.getValue().getProcess();
    return now.getEpoch() == process.epoch()
        && entry.getState() == ProcessState.RUNNING
        && !entry.getManager().equals(servers.id());
  }

  /** What a former life of this server left, and nobody has taken over by now. */
  void takeBackFormer(String session) {
    for (Entry entry : Blocking.await(metadata.list(ProcessCommands.key("")))) {
      ProcessEntry process = entry.getValue().getProcess();
      boolean former =
          process.getManager().equals(servers.id()) && !process.getManagerSession().equals(session);
      if (former
          && process.getState() != ProcessState.STARTING
          && managed.get(process.getInterpreterGroupId()).isEmpty()) {
        try {
          if (process.getState() == ProcessState.RUNNING && !process.isExisting()) {
            adopt(entry);
          } else {
            retire(entry);
          }
        } catch (StaleException e) {
          LOGGER.debug("Another server has taken {}", entry.getKey(), e);
        } catch (IOException e) {
          LOGGER.warn("Could not look after {} of this server's former life", entry.getKey(), e);
        }
      }
    }
  }

  /**
   * Ends a process whose manager is gone. The entry is taken over first, so that only one server at
   * a time talks to the old address, and none after it was reused.
   */
  void retire(Entry entry) throws IOException, StaleException {
    ProcessEntry process = entry.getValue().getProcess().deepCopy();
    String session = servers.requireSession();
    process.setManager(servers.id());
    process.setManagerSession(session);
    Entry mine = entry.deepCopy();
    mine.setValue(EntryValue.process(process));
    retire(entry, ProcessCommands.stopping(mine, session));
  }

  private void retire(Entry entry, List<Command> announcement) throws IOException, StaleException {
    Entry stopping = committed(entry, announcement);
    LOGGER.info("Retire interpreter process {}: its manager is gone", entry.getKey());
    local.retire(entry.getValue().getProcess());
    Blocking.await(metadata.commit(ProcessCommands.remove(stopping)));
  }

  /** Stops everything that this server manages. */
  void stopAll() {
    managed.all().parallelStream().forEach(p -> end(p, "this server stops"));
  }
}
