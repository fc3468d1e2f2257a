// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.servers.Drain;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empties this server of the processes that it manages. Used by one thread. */
final class ProcessMoves {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessMoves.class);

  private final Metadata metadata;
  private final Servers servers;
  private final Peers peers;
  private final ManagedProcesses managed;
  private final ProcessManager manager;
  private final RunCounts runs;
  private final QuietGroups quiet;
  private final long callMillis;
  private final LongSupplier nanoTicker;

  ProcessMoves(
      Metadata metadata,
      Servers servers,
      Peers peers,
      ManagedProcesses managed,
      ProcessManager manager,
      RunCounts runs,
      QuietGroups quiet,
      long callMillis,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.servers = servers;
    this.peers = peers;
    this.managed = managed;
    this.manager = manager;
    this.runs = runs;
    this.quiet = quiet;
    this.callMillis = callMillis;
    this.nanoTicker = nanoTicker;
  }

  /**
   * Does what can be done now.
   *
   * @param all also the processes in which something runs, which live on in any case
   * @return how many processes this server still manages
   */
  int giveAway(Drain drain, boolean all) {
    List<ManagedProcess> mine = managed.all();
    if (mine.isEmpty()) {
      quiet.forget();
      return 0;
    }
    List<ServerLoad> heard = servers.loads().getServers();
    long nowMillis = TimeUnit.NANOSECONDS.toMillis(nanoTicker.getAsLong());
    for (ManagedProcess process : mine) {
      if (process.stopping()) {
        continue;
      }
      // Nobody adopts a process that Zeppelin did not start.
      boolean ends = process.process().existing() || drain == Drain.RESTART && !all;
      if (ends) {
        if (quiet.quiet(process.interpreterGroupId(), heard, nowMillis)) {
          manager.stop(process, "this server is drained");
        }
      } else if (all || !runs.all().containsKey(process.interpreterGroupId())) {
        // What runs through it here would be forgotten with it.
        handOver(process);
      }
    }
    return managed.all().size();
  }

  private void handOver(ManagedProcess process) {
    ProcessRef ref = new ProcessRef(process.interpreterGroupId(), process.epoch());
    for (String server : takers()) {
      try {
        process.handOver(
            () ->
                peers.callIdempotent(
                    server,
                    callMillis,
                    client -> {
                      client.takeProcess(ref);
                      return null;
                    }));
        LOGGER.info("{} has taken interpreter process {} over", server, ref);
        return;
      } catch (StaleException e) {
        LOGGER.info("{} has changed while it was handed over: {}", ref, e.getMessage());
        return;
      } catch (TException e) {
        LOGGER.info("{} does not take {}: {}", server, ref, e.getMessage());
      }
    }
  }

  /** Those that are there to be used, the one with the fewest processes first. */
  private List<String> takers() {
    List<String> managers =
        metadata.local().list(ProcessCommands.key("")).stream()
            .map(entry -> entry.getValue().getProcess().getManager())
            .collect(Collectors.toList());
    return metadata.local().list(Servers.KEY_PREFIX).stream()
        .map(entry -> entry.getValue().getServer())
        .filter(server -> server.getState() == ServerState.ONLINE)
        .map(ServerEntry::getId)
        .filter(id -> !id.equals(servers.id()))
        .sorted(
            Comparator.comparing((String id) -> managers.stream().filter(id::equals).count())
                .thenComparing(Comparator.naturalOrder()))
        .collect(Collectors.toList());
  }
}
