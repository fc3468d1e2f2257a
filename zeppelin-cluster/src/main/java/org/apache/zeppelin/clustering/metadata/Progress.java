// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far this server has followed the log. Safe for use by several threads. */
public final class Progress {

  private final LongSupplier nanoTicker;
  private long index;

  /**
   * @param nanoTicker monotonic nanoseconds
   */
  public Progress(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
  }

  public synchronized void reached(long newIndex) {
    index = Math.max(index, newIndex);
    notifyAll();
  }

  /** False when the index was not reached in time. */
  public synchronized boolean await(long wanted, long millis) throws InterruptedException {
    long end = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (index < wanted && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - nanoTicker.getAsLong());
    }
    return index >= wanted;
  }
}
