// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

/** Those that listen and pass bytes on; they end together. */
public final class Threads implements AutoCloseable {

  private final ThreadGroup group = new ThreadGroup("proxies");

  void start(String name, Runnable task) {
    Thread thread = new Thread(group, task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends those that wait; those that read or listen end when their sockets are closed. */
  @Override
  public void close() {
    group.interrupt();
  }
}
