// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.function.Predicate;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/** Where sockets come from, and what is said on them before the first call. Any thread. */
public final class RpcSockets {

  private final SocketFactory clients;
  private final Handshake handshake;

  private RpcSockets(SocketFactory clients, Handshake handshake) {
    this.clients = Objects.requireNonNull(clients, "clients");
    this.handshake = handshake;
  }

  /** Nobody shows who he is. */
  public static RpcSockets plain() {
    return plain(SocketFactory.getDefault());
  }

  /**
   * @param clients makes unconnected sockets
   */
  static RpcSockets plain(SocketFactory clients) {
    return new RpcSockets(clients, Handshake.NONE);
  }

  /**
   * Both sides show a certificate.
   *
   * @param context with this server's key and whom it trusts
   * @param admitted of those who are certified, whose calls are served
   */
  public static RpcSockets tls(SSLContext context, Predicate<X509Certificate> admitted) {
    return new RpcSockets(SocketFactory.getDefault(), new TlsHandshake(context, admitted));
  }

  Socket unconnected() throws IOException {
    return clients.createSocket();
  }

  Handshake handshake() {
    return handshake;
  }
}
