// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.rpc.wire.SessionRef;
import org.apache.zeppelin.clustering.shaded.thrift.TDeserializer;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this server forget what the log says has ended. */
final class ProcessWatch implements MetadataListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessWatch.class);

  private final KeyChanges changes;
  private final ProcessManager manager;
  private final ManagedProcesses managed;
  private final LocalInterpreters local;

  ProcessWatch(
      KeyChanges changes,
      ProcessManager manager,
      ManagedProcesses managed,
      LocalInterpreters local) {
    this.changes = changes;
    this.manager = manager;
    this.managed = managed;
    this.local = local;
  }

  @Override
  public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
    if (!key.startsWith(ProcessCommands.key(""))) {
      return;
    }
    String group = key.substring(ProcessCommands.key("").length());
    if (before.isPresent() && ended(before.get(), after)) {
      LOGGER.info("Interpreter process {} (epoch {}) is gone", group, before.get().getEpoch());
      if (managed.get(group).isEmpty()) {
        local.forget(group, before.get().getEpoch(), "its process has ended");
      }
      manager.superseded(group, after);
    }
    changes.changed(key);
  }

  private static boolean ended(Entry before, Optional<Entry> after) {
    boolean ran = before.getValue().getProcess().isSetHost();
    return ran && (after.isEmpty() || after.get().getEpoch() != before.getEpoch());
  }

  @Override
  public void published(long index, String topic, byte[] payload) {
    if (!topic.equals(ProcessUse.SESSION_CLOSED)) {
      return;
    }
    SessionRef closed = new SessionRef();
    try {
      new TDeserializer().deserialize(closed, payload);
    } catch (TException e) {
      LOGGER.error("Event {} at {} could not be read and is skipped", topic, index, e);
      return;
    }
    local.forgetSession(
        closed.getProcess().getInterpreterGroupId(),
        closed.getProcess().getEpoch(),
        closed.getSessionId());
  }
}
