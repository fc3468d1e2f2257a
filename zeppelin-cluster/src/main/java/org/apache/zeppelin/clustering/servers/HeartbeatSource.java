// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
  private final Report<List<ProcessLiveness>> processes = new Report<>("processes", List.of());
  private final Report<List<ProcessLiveness>> attached =
      new Report<>("attached processes", List.of());
  private final Report<Map<String, Integer>> runs = new Report<>("runs", Map.of());

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

  Heartbeat next(String session) {
    window.add(nanoTicker.getAsLong(), sampler.get());
    return new Heartbeat(server, session, window.load(), processes.get())
        .setAttached(attached.get())
        .setRuns(runs.get());
  }

  /** What another part of this server tells; while it fails, what it told last. */
  private static final class Report<T> {

    private final String name;
    private volatile Supplier<T> source;
    private T last;
    private boolean failing;

    private Report(String name, T nothing) {
      this.name = name;
      this.source = () -> nothing;
      this.last = nothing;
    }

    private T get() {
      try {
        last = source.get();
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          failing = true;
          LOG.warn("Cannot list this server's {}; reporting the last known ones", name, e);
        }
      }
      return last;
    }
  }
}
