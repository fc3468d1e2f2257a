// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All connections that one server makes to another, and the two ways between them. */
public final class Relays {

  private static final int CONNECT_MILLIS = 5_000;

  private final Wire forth;
  private final Wire back;
  private final Threads threads;
  private final Set<Relay> open = ConcurrentHashMap.newKeySet();

  /**
   * @param forth to the one that is connected to
   * @param threads those that pass bytes on
   */
  public Relays(Wire forth, Wire back, Threads threads) {
    this.forth = forth;
    this.back = back;
    this.threads = threads;
  }

  /** What to tell the client once it is connected. */
  interface Greeting {
    void say() throws IOException;
  }

  /**
   * Connects as a kernel would: nothing comes of it before both ways are open, or a reset.
   *
   * @throws IOException when the target cannot be connected to; the client is left as it is
   */
  void connect(Socket client, InetSocketAddress address, Greeting greeting)
      throws IOException, InterruptedException {
    if (refuses(client)) {
      return;
    }
    forth.pass(0);
    back.pass(0);
    if (refuses(client)) {
      return;
    }
    Socket target = new Socket();
    try {
      target.connect(address, CONNECT_MILLIS);
      target.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      greeting.say();
    } catch (IOException e) {
      Relay.quietly(target);
      throw e;
    }
    Relay[] self = new Relay[1];
    self[0] = new Relay(client, target, forth, back, () -> open.remove(self[0]));
    open.add(self[0]);
    self[0].start(threads);
    // It may have been missed by a reset that came meanwhile.
    if (forth.resets() || back.resets()) {
      self[0].reset();
    }
  }

  private boolean refuses(Socket client) {
    boolean refuses = forth.resets() || back.resets();
    if (refuses) {
      Relay.reset(client);
    }
    return refuses;
  }

  /** Resets all of them. */
  public void reset() {
    open.forEach(Relay::reset);
  }
}
