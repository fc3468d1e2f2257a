// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.rpc.wire.ClusterService;
import org.apache.zeppelin.clustering.shaded.thrift.protocol.TBinaryProtocol;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TTransportException;
import org.apache.zeppelin.clustering.shaded.thrift.transport.layered.TFramedTransport;

/** One connection to another server, with its client. Used by one thread at a time. */
final class PooledConnection {

  private final InetSocketAddress peer;
  private final RpcConnection connection;
  private final ClusterService.Client client;
  private long idleSinceNanos;
  private volatile boolean cut;

  PooledConnection(
      InetSocketAddress peer,
      Socket connected,
      Socket spoken,
      int maxFrameBytes,
      LongSupplier nanoTicker,
      Consumer<PooledConnection> onClose)
      throws TTransportException {
    this.peer = peer;
    this.connection =
        new RpcConnection(connected, spoken, nanoTicker, closed -> onClose.accept(this));
    this.client =
        new ClusterService.Client(
            new TBinaryProtocol(new TFramedTransport(connection, maxFrameBytes), true, true));
  }

  InetSocketAddress peer() {
    return peer;
  }

  ClusterService.Iface client() {
    return client;
  }

  void begin(long timeoutMillis) {
    connection.expect(timeoutMillis, 0);
  }

  boolean sent() {
    return connection.sent();
  }

  boolean isStale() {
    return connection.isStale();
  }

  void idleSince(long nanos) {
    idleSinceNanos = nanos;
  }

  long idleNanos(long now) {
    return now - idleSinceNanos;
  }

  /** Closes it although somebody may wait for an answer: none will come. */
  void cut() {
    cut = true;
    close();
  }

  boolean isCut() {
    return cut;
  }

  void close() {
    connection.close();
  }
}
