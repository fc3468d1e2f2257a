// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions; how long says only when a test has hung. */
public final class Await {

  private static final long HUNG_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Await() {}

  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > HUNG_NANOS) {
        throw new AssertionError("Never came: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
