// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.KeyChanges;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this server follow what the log says of processes. */
final class ProcessWatch implements MetadataListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessWatch.class);

  private final KeyChanges changes;
  private final ProcessManager manager;
  private final ProcessSuccession succession;
  private final ManagedProcesses managed;
  private final LocalInterpreters local;
  private final LostProcesses lost;
  private final Supplier<List<Entry>> processes;
  private final String serverId;
  private final BooleanSupplier leading;

  /**
   * @param processes the entries of all processes as applied here
   * @param leading true on the server that looks after processes without a manager at once
   */
  ProcessWatch(
      KeyChanges changes,
      ProcessManager manager,
      ProcessSuccession succession,
      ManagedProcesses managed,
      LocalInterpreters local,
      LostProcesses lost,
      Supplier<List<Entry>> processes,
      String serverId,
      BooleanSupplier leading) {
    this.changes = changes;
    this.manager = manager;
    this.succession = succession;
    this.managed = managed;
    this.local = local;
    this.lost = lost;
    this.processes = processes;
    this.serverId = serverId;
    this.leading = leading;
  }

  @Override
  public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
    if (!key.startsWith(ProcessCommands.key(""))) {
      return;
    }
    String group = key.substring(ProcessCommands.key("").length());
    if (before.isPresent() && ended(before.get(), after)) {
      LOGGER.info("Interpreter process {} (epoch {}) is gone", group, before.get().getEpoch());
      Optional<String> loss = Optional.ofNullable(before.get().getValue().getProcess().getLost());
      loss.ifPresent(reason -> lost.add(group, before.get().getEpoch(), reason));
      if (managed.get(group).isEmpty()) {
        local.forget(group, before.get().getEpoch(), loss.orElse("its process has ended"));
      }
      managed.ended(group, before.get().getEpoch());
      manager.superseded(group, after);
    } else if (before.isPresent() && after.isPresent()) {
      moved(group, before.get(), after.get());
      stopping(group, before.get(), after.get());
    }
    after
        .filter(entry -> entry.getValue().getProcess().isSetWebUrl())
        .ifPresent(
            entry ->
                local.webUrl(group, entry.getEpoch(), entry.getValue().getProcess().getWebUrl()));
    changes.changed(key);
  }

  private void moved(String group, Entry before, Entry after) {
    ProcessEntry old = before.getValue().getProcess();
    ProcessEntry now = after.getValue().getProcess();
    boolean moved = !old.getManagerSession().equals(now.getManagerSession());
    if (moved && old.isSetHost() && now.getState() == ProcessState.RUNNING) {
      if (!now.getManager().equals(serverId)) {
        succession.movedAway(group, after);
      }
      local.moved(RunningProcess.of(after));
    }
  }

  /**
   * Its end takes seconds, in which whoever uses it would run into it: from now on a run waits for
   * the next process. The manager goes on until it has ended.
   */
  private void stopping(String group, Entry before, Entry after) {
    boolean announced =
        before.getValue().getProcess().getState() == ProcessState.RUNNING
            && after.getValue().getProcess().getState() == ProcessState.STOPPING;
    if (announced && before.getEpoch() == after.getEpoch() && managed.get(group).isEmpty()) {
      local.forget(group, after.getEpoch(), "its process is being stopped");
    }
  }

  private static boolean ended(Entry before, Optional<Entry> after) {
    boolean ran = before.getValue().getProcess().isSetHost();
    return ran && (after.isEmpty() || after.get().getEpoch() != before.getEpoch());
  }

  /**
   * Nobody reports for the processes of a lost manager. The leader takes them over at once, and
   * whoever needs one before that is free to be faster.
   */
  @Override
  public void sessionExpired(long index, Session session, String reason) {
    for (Entry entry : processes.get()) {
      String group = entry.getValue().getProcess().getInterpreterGroupId();
      boolean managedThere =
          entry.getValue().getProcess().getManagerSession().equals(session.getId());
      if (managedThere && managed.get(group).isEmpty()) {
        if (ClaimDecision.of(Optional.of(entry), id -> false) != ClaimDecision.ADOPT) {
          local.forget(group, entry.getEpoch(), "its manager " + session.getOwner() + " is gone");
        } else if (leading.getAsBoolean()) {
          succession.adoptSoon(entry);
        }
        changes.changed(entry.getKey());
      }
    }
  }
}
