// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who reports for a process after its manager: takes processes over from servers that are lost or
 * drained, and lets go of those that others have taken over. Any thread may call.
 */
final class ProcessSuccession {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessSuccession.class);

  private final Metadata metadata;
  private final Servers servers;
  private final LocalInterpreters local;
  private final ManagedProcesses managed;
  private final ProcessManager manager;
  private final EntryChanges changes;
  private final ProcessRetirement retirement;
  private final Executor executor;

  ProcessSuccession(
      Metadata metadata,
      Servers servers,
      LocalInterpreters local,
      ManagedProcesses managed,
      ProcessManager manager,
      EntryChanges changes,
      ProcessRetirement retirement,
      Executor executor) {
    this.metadata = metadata;
    this.servers = servers;
    this.local = local;
    this.managed = managed;
    this.manager = manager;
    this.changes = changes;
    this.retirement = retirement;
    this.executor = executor;
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
          changes.commit(
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
      retirement.lost(mine, reason);
      return;
    }
    ManagedProcess adopted = manager.manage(process, mine);
    if (manager.isOutdated(adopted)) {
      manager.stop(adopted, "its setting was changed while nobody managed it");
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

  /** After a lost session: the processes live on under the new one. */
  void keepUnder(String session) {
    for (ManagedProcess process : managed.all()) {
      try {
        process.change(
            entry ->
                changes.commit(entry, ProcessCommands.managedBy(entry, servers.id(), session)));
      } catch (StaleException e) {
        Optional<Entry> now = Blocking.await(metadata.get(process.entry().getKey()));
        if (now.filter(entry -> isTakenOver(process, entry)).isPresent()) {
          movedAway(process.interpreterGroupId(), now.get());
        } else {
          manager.stop(process, "another server has taken its entry");
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
            retirement.retire(entry);
          }
        } catch (StaleException e) {
          LOGGER.debug("Another server has taken {}", entry.getKey(), e);
        } catch (IOException e) {
          LOGGER.warn("Could not look after {} of this server's former life", entry.getKey(), e);
        }
      }
    }
  }
}
