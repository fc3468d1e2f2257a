// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.util.Objects;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/** Where sockets come from: plain ones, or those of a TLS context. Immutable. */
public final class RpcSockets {

  private final SocketFactory clients;
  private final ServerSocketFactory servers;

  /** Both factories must be able to make unconnected, unbound sockets. */
  public RpcSockets(SocketFactory clients, ServerSocketFactory servers) {
    this.clients = Objects.requireNonNull(clients, "clients");
    this.servers = Objects.requireNonNull(servers, "servers");
  }

  public static RpcSockets plain() {
    return new RpcSockets(SocketFactory.getDefault(), ServerSocketFactory.getDefault());
  }

  SocketFactory clients() {
    return clients;
  }

  ServerSocketFactory servers() {
    return servers;
  }
}
