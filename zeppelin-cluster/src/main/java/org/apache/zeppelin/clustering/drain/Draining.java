// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.drain;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.servers.Drain;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties this server while it is drained: looks again and again at what it still has, and gives
 * away what nobody is in the middle of using.
 *
 * <p>Life cycle: new, {@link #start started}, {@link #close closed}.
 */
public final class Draining implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Draining.class);
  private static final long LOOK_MILLIS = 250;

  /** What is given away. Called by one thread; may block. */
  public interface Load {
    /**
     * @param drain what becomes of the processes
     * @param all also what is in use
     * @return how much is left
     */
    int giveAway(Drain drain, boolean all);
  }

  private final Servers servers;
  private final Load notes;
  private final Load processes;
  private final long waitMillis;
  private final LongSupplier nanoTicker;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          r -> {
            Thread made = new Thread(r, "cluster-drain");
            made.setDaemon(true);
            return made;
          });

  // Only used by the thread.
  private Optional<Long> sinceNanos = Optional.empty();
  private boolean empty;

  /**
   * @param waitMillis how long what is in use is waited for
   * @param nanoTicker monotonic nanoseconds
   */
  public Draining(
      Servers servers, Load notes, Load processes, long waitMillis, LongSupplier nanoTicker) {
    this.servers = servers;
    this.notes = notes;
    this.processes = processes;
    this.waitMillis = waitMillis;
    this.nanoTicker = nanoTicker;
  }

  /** Starts to look whether this server is to be emptied. */
  public void start() {
    servers.addDrainListener(drain -> lookNow());
    thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void lookNow() {
    try {
      thread.execute(this::look);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("This server stops; nobody looks any more", e);
    }
  }

  private void look() {
    Optional<Drain> drain = servers.drain();
    if (drain.isEmpty()) {
      sinceNanos = Optional.empty();
      empty = false;
      return;
    }
    try {
      step(drain.get());
    } catch (RuntimeException e) {
      // It would end the looks for good.
      LOGGER.warn("This server could not be emptied further; trying again", e);
    }
  }

  private void step(Drain drain) {
    long now = nanoTicker.getAsLong();
    long since = sinceNanos.orElse(now);
    sinceNanos = Optional.of(since);
    boolean all = now - since >= TimeUnit.MILLISECONDS.toNanos(waitMillis);
    int left = notes.giveAway(drain, all) + processes.giveAway(drain, all);
    if (left == 0 && !empty) {
      LOGGER.info("This server owns no note and manages no process any more: it may be stopped");
    }
    empty = left == 0;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
