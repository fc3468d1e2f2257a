// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.agent;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.TimeUnit;

/**
 * A second {@code -javaagent} for servers under test, which opens what no real server has: a door
 * to its metadata, and a file of all that it heard of the log. Its argument is {@code port,file};
 * it listens where ZEPPELIN_LOCAL_IP says. Never shipped.
 */
public final class ChaosAgent {

  private static final String MODULE = "org.apache.zeppelin.clustering.metadata.Metadata";
  private static final long POLL_MILLIS = 20;

  private ChaosAgent() {}

  public static void premain(String argument, Instrumentation instrumentation) {
    background("chaos-agent", () -> begin(argument));
  }

  /** The module is put on the class path by its own agent, maybe after this one. */
  private static void begin(String argument) {
    try {
      while (!there()) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      // Named only now: what could not be linked once cannot be ever.
      Opening.open(argument.split(",", 2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean there() {
    try {
      return Class.forName(MODULE, false, ClassLoader.getSystemClassLoader()) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static void background(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
