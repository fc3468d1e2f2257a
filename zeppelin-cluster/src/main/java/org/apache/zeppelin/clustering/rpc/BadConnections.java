// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that connections were dropped, in one line per period however many they were. */
final class BadConnections {

  private static final Logger LOG = LoggerFactory.getLogger(BadConnections.class);
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTicker;
  private volatile boolean silent;
  private boolean reported;
  private long lastNanos;
  private long unreported;

  BadConnections(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
  }

  /**
   * @param peer who connected; null when that is not known
   */
  void report(SocketAddress peer, Throwable cause) {
    long others = silent ? -1 : admit();
    if (others >= 0) {
      LOG.warn(
          "Dropped a connection{} on the cluster service port: {}{}",
          peer == null ? "" : " from " + peer,
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
          others == 0 ? "" : " (and " + others + " more since the last such line)");
    }
  }

  /** The port is being closed: that connections end is no news any more. */
  void silence() {
    silent = true;
  }

  /** How many were not reported before this one; -1 when this one shall not be either. */
  synchronized long admit() {
    long now = nanoTicker.getAsLong();
    if (reported && now - lastNanos < PERIOD_NANOS) {
      unreported++;
      return -1;
    }
    reported = true;
    lastNanos = now;
    long others = unreported;
    unreported = 0;
    return others;
  }
}
