// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

import java.util.Random;

/**
 * The way from one server to another. What cannot pass waits, as the kernel of a server would keep
 * what is not acknowledged. Any thread may call.
 */
public final class Wire {

  /** The kernel waits so long for an acknowledgement, and twice as long each time after. */
  private static final long RESEND_NANOS = 200_000_000;

  private static final int MOST_RESENDS = 5;
  private static final int PACKET = 1_448;
  private static final int ALL = 100;

  private final Outlet outlet;
  private final Random random;
  private final Pause pause;
  private int lossPercent;
  private boolean resets;

  public Wire(Outlet outlet, Random random, Pause pause) {
    this.outlet = outlet;
    this.random = random;
    this.pause = pause;
  }

  /** From now on: how much is lost, 100 being a cut; and are connections answered by a reset? */
  public synchronized void set(int percent, boolean resetting) {
    lossPercent = percent;
    resets = resetting;
    notifyAll();
  }

  synchronized boolean resets() {
    return resets;
  }

  /** Returns when so many bytes that came may go on. */
  void pass(int bytes) throws InterruptedException {
    long nanos = outlet.send(bytes) + lost(1 + bytes / PACKET);
    if (nanos > 0) {
      pause.nanos(nanos);
    }
    awaitOpen();
  }

  /** Returns when something may pass. */
  synchronized void awaitOpen() throws InterruptedException {
    while (lossPercent >= ALL) {
      wait();
    }
  }

  /** A packet that is lost is seen by those that talk over TCP as one that comes later. */
  private synchronized long lost(int packets) {
    if (lossPercent == 0 || lossPercent >= ALL) {
      return 0;
    }
    long longest = 0;
    for (int packet = 0; packet < packets; packet++) {
      long nanos = 0;
      for (int i = 0; i < MOST_RESENDS && random.nextInt(ALL) < lossPercent; i++) {
        nanos += RESEND_NANOS << i;
      }
      longest = Math.max(longest, nanos);
    }
    return longest;
  }
}
