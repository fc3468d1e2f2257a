// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.util.function.Consumer;

/**
 * A check beside the start of Zeppelin, which leaves a processor idle while it lasts. Started once;
 * any thread may wait for it.
 */
public final class BackgroundCheck {

  private final Runnable check;
  private final Consumer<Throwable> refuse;
  private final Thread thread = new Thread(this::run, "zeppelin-cluster-check");
  private volatile Throwable refused;

  /**
   * @param check throws when this Zeppelin is not to start
   * @param refuse is given what it threw, at once, on the check's thread; does not return where the
   *     JVM can be ended
   */
  public BackgroundCheck(Runnable check, Consumer<Throwable> refuse) {
    this.check = check;
    this.refuse = refuse;
  }

  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      check.run();
    } catch (RuntimeException | LinkageError e) {
      refused = e;
      refuse.accept(e);
    }
  }

  /**
   * Waits for its end.
   *
   * @throws IllegalStateException when it refused, or was not waited for
   */
  public void await() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while this Zeppelin was being checked", e);
    }
    if (refused != null) {
      throw new IllegalStateException(refused.getMessage(), refused);
    }
  }
}
