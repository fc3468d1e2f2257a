// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.function.LongSupplier;

/**
 * Whether something that only the network can tell of still lives: a host that answers "refused"
 * says that it does not; one that says nothing may be cut off, and is believed dead when it has
 * been silent for long. Any thread may ask.
 */
final class Silence {

  /** What came of a try to connect. */
  enum Answer {
    ANSWERS,
    REFUSES,
    SILENT
  }

  private final LongSupplier nanoTicker;
  private final long limitNanos;
  private long heard;

  /**
   * @param nanoTicker monotonic time
   */
  Silence(LongSupplier nanoTicker, long limitNanos) {
    this.nanoTicker = nanoTicker;
    this.limitNanos = limitNanos;
    this.heard = nanoTicker.getAsLong();
  }

  synchronized boolean alive(Answer answer) {
    if (answer == Answer.ANSWERS) {
      heard = nanoTicker.getAsLong();
    }
    return answer != Answer.REFUSES && nanoTicker.getAsLong() - heard < limitNanos;
  }
}
