// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import static org.junit.Assert.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class BadConnectionsTest {

  @Test
  public void reportsOnceAPeriodAndCountsTheRest() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    BadConnections bad = new BadConnections(now::get);
    assertEquals(0, bad.admit());
    for (int i = 0; i < 7; i++) {
      assertEquals(-1, bad.admit());
    }
    now.addAndGet(TimeUnit.SECONDS.toNanos(10));
    assertEquals(7, bad.admit());
    assertEquals(-1, bad.admit());
  }
}
