// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what it is given one after the other, in order, on threads of another executor. */
final class Turns implements Executor {

  private static final Logger LOGGER = LoggerFactory.getLogger(Turns.class);

  private final Executor threads;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  Turns(Executor threads) {
    this.threads = threads;
  }

  @Override
  public synchronized void execute(Runnable work) {
    waiting.add(work);
    if (!running) {
      running = true;
      try {
        threads.execute(this::run);
      } catch (RejectedExecutionException e) {
        LOGGER.debug("This server stops; a step for a browser is left out");
      }
    }
  }

  private synchronized Runnable next() {
    Runnable work = waiting.poll();
    running = work != null;
    return work;
  }

  private void run() {
    for (Runnable work = next(); work != null; work = next()) {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOGGER.error("A step for a browser failed", e);
      }
    }
  }
}
