// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.fuzz;

import static org.junit.Assert.assertTrue;

import java.lang.management.ManagementFactory;

/** What is reachable on the heap, before and after. */
public final class Heap {

  private static final long MEGABYTE = 1 << 20;

  private final long before = reachable();

  /** Fails when more stayed than so much. */
  public void assertGrewByAtMost(int megabytes) {
    long grown = (reachable() - before) / MEGABYTE;
    assertTrue(grown + " MB stayed", grown <= megabytes);
  }

  private static long reachable() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
