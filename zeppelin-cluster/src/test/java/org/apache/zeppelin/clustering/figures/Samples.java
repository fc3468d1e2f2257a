// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.figures;

import java.util.Arrays;

/** What single measurements come to; nanoseconds in, milliseconds out. */
public final class Samples {

  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  public Samples(long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("Nothing was measured");
    }
    sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  public double median() {
    return percentile(50);
  }

  /** The smallest that so many per cent do not exceed. */
  public double percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
  }
}
