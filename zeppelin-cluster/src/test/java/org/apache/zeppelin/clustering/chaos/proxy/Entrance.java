// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Listens, and has each connection handled by a thread of its own until it is closed. */
public final class Entrance implements AutoCloseable {

  private static final int BACKLOG = 200;

  private final ServerSocket listening = new ServerSocket();
  private final Threads threads;
  private final Handler handler;

  /** Handles one connection, and closes it when nothing comes of it. */
  public interface Handler {
    void handle(Socket client) throws IOException, InterruptedException;
  }

  /** Listens from now on; port 0 is any that is free. */
  public Entrance(InetSocketAddress address, Threads threads, Handler handler) throws IOException {
    this.threads = threads;
    this.handler = handler;
    listening.setReuseAddress(true);
    listening.bind(address, BACKLOG);
    threads.start("entrance", this::accept);
  }

  /** Passes on to one address. */
  public static Handler to(InetSocketAddress target, Relays relays) {
    return client -> relays.connect(client, target, () -> {});
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        threads.start("entered", () -> handle(client));
      } catch (IOException e) {
        // It was closed, or the client has gone.
      }
    }
  }

  private void handle(Socket client) {
    try {
      handler.handle(client);
    } catch (IOException | InterruptedException e) {
      Relay.reset(client);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      // There is nothing to save.
    }
  }
}
