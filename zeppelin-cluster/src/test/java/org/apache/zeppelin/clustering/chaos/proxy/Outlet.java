// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

import java.util.function.LongSupplier;

/** How what one server sends queues, whoever it is for. Any thread may call. */
public final class Outlet {

  private static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;

  private final LongSupplier nanoTicker;
  private long lateMillis;
  private long bytesPerSecond;
  private long freeNanos;

  /** At once, until told otherwise. */
  public Outlet(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
  }

  /** Late by that, and not limited. */
  public synchronized void late(long millis) {
    lateMillis = millis;
    bytesPerSecond = 0;
  }

  /** Limited, and one after the other. */
  public synchronized void narrow(long bytes) {
    lateMillis = 0;
    bytesPerSecond = bytes;
    freeNanos = nanoTicker.getAsLong();
  }

  /** As usual. */
  public synchronized void clear() {
    late(0);
  }

  /** How long so many bytes that are sent now have to wait. */
  synchronized long send(int bytes) {
    if (bytesPerSecond == 0) {
      return lateMillis * MILLI;
    }
    long now = nanoTicker.getAsLong();
    freeNanos = Math.max(0, freeNanos - now) + now + bytes * SECOND / bytesPerSecond;
    return freeNanos - now;
  }
}
