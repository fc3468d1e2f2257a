// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;

/**
 * Marks a thread that reads a note to go on with what runs in it. Whoever reads a note for another
 * purpose gets it from Zeppelin as always, with all that says it is running ended.
 */
final class KeptRunning {

  private final ThreadLocal<Boolean> keeping = ThreadLocal.withInitial(() -> false);

  /** What is read. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  <T> T read(Reading<T> reading) throws IOException {
    keeping.set(true);
    try {
      return reading.read();
    } finally {
      keeping.remove();
    }
  }

  boolean inThisThread() {
    return keeping.get();
  }
}
