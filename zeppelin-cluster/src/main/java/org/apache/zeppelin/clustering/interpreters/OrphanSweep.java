// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends processes that this server launched and that nobody may use any more. For one thread. */
final class OrphanSweep {

  private static final Logger LOGGER = LoggerFactory.getLogger(OrphanSweep.class);

  private final Metadata metadata;
  private final Servers servers;
  private final LocalInterpreters local;
  private final ManagedProcesses managed;
  private final Orphans orphans;

  OrphanSweep(
      Metadata metadata, Servers servers, LocalInterpreters local, ManagedProcesses managed) {
    this.metadata = metadata;
    this.servers = servers;
    this.local = local;
    this.managed = managed;
    this.orphans = new Orphans(servers.id());
  }

  /** Never throws: it is called again and again. */
  void look() {
    try {
      // In this order: what was launched after this look is looked at by the next one.
      List<LaunchedProcess> seen = local.launched();
      if (seen.isEmpty() || servers.session().isEmpty()) {
        orphans.forget();
        return;
      }
      Map<String, ProcessEntry> entries = new HashMap<>();
      for (Entry entry : Blocking.await(metadata.list(ProcessCommands.key("")))) {
        ProcessEntry process = entry.getValue().getProcess();
        entries.put(process.getInterpreterGroupId(), process);
      }
      for (LaunchedProcess orphan : orphans.look(seen, entries, managed::isStarting)) {
        LOGGER.warn("End interpreter process {}: the metadata do not name it", orphan);
        local.end(orphan);
      }
    } catch (MetadataException e) {
      LOGGER.debug("What processes there should be is not known now", e);
      orphans.forget();
    } catch (RuntimeException e) {
      LOGGER.warn("Processes that nobody may use any more could not be looked for", e);
    }
  }
}
