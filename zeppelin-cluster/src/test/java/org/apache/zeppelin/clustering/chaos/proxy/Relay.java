// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection that is passed on, a thread each way. Its end passes on as its bytes do. */
final class Relay {

  private static final int BUFFER = 16_384;

  private final Socket client;
  private final Socket target;
  private final Wire forth;
  private final Wire back;
  private final Runnable ended;
  private final AtomicInteger ways = new AtomicInteger(2);

  /**
   * @param ended told once, when nothing passes any more
   */
  Relay(Socket client, Socket target, Wire forth, Wire back, Runnable ended) {
    this.client = client;
    this.target = target;
    this.forth = forth;
    this.back = back;
    this.ended = ended;
  }

  void start(Threads threads) {
    threads.start("relay-forth", () -> run(client, target, forth, back));
    threads.start("relay-back", () -> run(target, client, back, forth));
  }

  private void run(Socket from, Socket to, Wire wire, Wire other) {
    try {
      pass(from, to, wire, other);
    } catch (InterruptedException e) {
      reset();
    } finally {
      if (ways.decrementAndGet() == 0) {
        quietly(client);
        quietly(target);
        ended.run();
      }
    }
  }

  private void pass(Socket from, Socket to, Wire wire, Wire other) throws InterruptedException {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int read;
      try {
        InputStream in = from.getInputStream();
        read = in.read(buffer);
      } catch (IOException e) {
        wire.awaitOpen();
        reset();
        return;
      }
      wire.pass(Math.max(read, 0));
      try {
        if (read < 0) {
          to.shutdownOutput();
          return;
        }
        to.getOutputStream().write(buffer, 0, read);
      } catch (IOException e) {
        other.awaitOpen();
        reset();
        return;
      }
    }
  }

  /** Both ends hear at once that there is no such connection any more. */
  void reset() {
    reset(client);
    reset(target);
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    quietly(socket);
  }

  static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing to save.
    }
  }
}
