// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.zeppelin.clustering.servers.wire.Heartbeat;
import org.apache.zeppelin.clustering.servers.wire.ProcessLiveness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this server's heartbeats. Used by one thread, but for the report methods. */
final class HeartbeatSource {

  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatSource.class);

  private final String server;
  private final Supplier<ResourceSample> sampler;
  private final ResourceWindow window;
  private final LongSupplier nanoTicker;
  private long number;
  private final Report<List<ProcessLiveness>> processes =
      new Report<>("processes", List.of(), List::copyOf);
  private final Report<List<ProcessLiveness>> attached =
      new Report<>("attached processes", List.of(), List::copyOf);
  private final Report<Map<String, Integer>> runs = new Report<>("runs", Map.of(), Map::copyOf);

  HeartbeatSource(
      String server,
      Supplier<ResourceSample> sampler,
      ServerSettings settings,
      LongSupplier nanoTicker) {
    this.server = server;
    this.sampler = sampler;
    this.window = new ResourceWindow(TimeUnit.MILLISECONDS.toNanos(settings.loadWindowMillis()));
    this.nanoTicker = nanoTicker;
  }

  void reportProcesses(Supplier<List<ProcessLiveness>> source) {
    processes.source = source;
  }

  void reportAttached(Supplier<List<ProcessLiveness>> source) {
    attached.source = source;
  }

  void reportRuns(Supplier<Map<String, Integer>> source) {
    runs.source = source;
  }

  /**
   * @param known the number of the report that the leader has of that session; 0 for none
   */
  Heartbeat next(String session, long known) {
    window.add(nanoTicker.getAsLong(), sampler.get());
    // Each of them is asked.
    boolean changed = processes.changed() | attached.changed() | runs.changed();
    number += changed || number == 0 ? 1 : 0;
    Heartbeat heartbeat = new Heartbeat(server, session, window.load(), number);
    if (known != number) {
      heartbeat.setProcesses(processes.last).setAttached(attached.last).setRuns(runs.last);
    }
    return heartbeat;
  }

  /** What another part of this server tells; while it fails, what it told last. */
  private static final class Report<T> {

    private final String name;
    private final UnaryOperator<T> copy;
    private volatile Supplier<T> source;
    private T last;
    private boolean failing;

    private Report(String name, T nothing, UnaryOperator<T> copy) {
      this.name = name;
      this.copy = copy;
      this.source = () -> nothing;
      this.last = nothing;
    }

    /** Asks for it again: is it another than the last one? */
    private boolean changed() {
      T before = last;
      try {
        last = copy.apply(source.get());
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          failing = true;
          LOG.warn("Cannot list this server's {}; reporting the last known ones", name, e);
        }
      }
      return !last.equals(before);
    }
  }
}
