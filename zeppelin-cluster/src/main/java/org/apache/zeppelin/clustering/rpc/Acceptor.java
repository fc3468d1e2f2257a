// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TServerTransport;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TTransport;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TTransportException;

/** Accepts connections on a bound socket and can close all of them. */
final class Acceptor extends TServerTransport {

  private static final long PAUSE_AFTER_FAILURE_MILLIS = 100;

  private final ServerSocket socket;
  private final int maxConnections;
  private final Handshake handshake;
  private final BadConnections badConnections;
  private final LongSupplier nanoTicker;
  private final Set<RpcConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Acceptor(
      ServerSocket bound,
      int maxConnections,
      Handshake handshake,
      BadConnections badConnections,
      LongSupplier nanoTicker) {
    this.socket = bound;
    this.maxConnections = maxConnections;
    this.handshake = handshake;
    this.badConnections = badConnections;
    this.nanoTicker = nanoTicker;
  }

  @Override
  public void listen() {
    // The socket listens since it was bound.
  }

  /**
   * @throws ClosedException once this is closed
   */
  @Override
  public TTransport accept() throws TTransportException {
    while (true) {
      try {
        Socket accepted = socket.accept();
        if (connections.size() < maxConnections) {
          return admit(accepted);
        }
        accepted.close();
        badConnections.report(
            accepted.getRemoteSocketAddress(),
            new IOException("there are " + maxConnections + " connections already"));
      } catch (IOException e) {
        if (closed) {
          throw new ClosedException();
        }
        badConnections.report(null, e);
        pause();
      }
    }
  }

  private RpcConnection admit(Socket accepted) throws IOException, TTransportException {
    RpcConnection connection =
        new RpcConnection(accepted, handshake.accepted(accepted), nanoTicker, connections::remove);
    connections.add(connection);
    if (closed) {
      connection.close();
    }
    return connection;
  }

  /** Closes connections on which nobody has shown who he is for so long. */
  void closeStrangers(long patienceNanos) {
    long now = nanoTicker.getAsLong();
    connections.stream()
        .filter(connection -> connection.isStranger(now, patienceNanos))
        .forEach(RpcConnection::close);
  }

  private void pause() throws TTransportException {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TTransportException(TTransportException.NOT_OPEN, "interrupted");
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void interrupt() {
    close();
  }

  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      badConnections.report(null, e);
    }
    connections.forEach(RpcConnection::close);
  }

  /**
   * Ends Thrift's loop of accepts. Its own flag does not: a server that begins to serve only after
   * it was stopped sets that back, and would go on for ever with a socket that is closed.
   */
  static final class ClosedException extends RuntimeException {
    ClosedException() {
      super("the socket is closed");
    }
  }
}
