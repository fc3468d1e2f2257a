// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** Plain sockets, counted. */
final class CountingSockets extends SocketFactory {

  final AtomicInteger made = new AtomicInteger();

  RpcSockets sockets() {
    return RpcSockets.plain(this);
  }

  @Override
  public Socket createSocket() {
    made.incrementAndGet();
    return new Socket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException();
  }
}
