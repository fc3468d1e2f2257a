// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.shaded.thrift.TApplicationException;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.apache.zeppelin.clustering.shaded.thrift.protocol.TProtocolException;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TTransportException;

/**
 * Calls other servers over connections that are kept for the next call. Every method may be used
 * from any thread; a call blocks its thread.
 */
public final class RpcClients implements AutoCloseable {

  private final RpcClientSettings settings;
  private final RpcSockets sockets;
  private final ConnectionPool pool;

  public RpcClients(RpcClientSettings settings) {
    this(settings, RpcSockets.plain(), System::nanoTime);
  }

  /**
   * @param nanoTicker monotonic nanoseconds
   */
  public RpcClients(RpcClientSettings settings, RpcSockets sockets, LongSupplier nanoTicker) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.sockets = Objects.requireNonNull(sockets, "sockets");
    Objects.requireNonNull(nanoTicker, "nanoTicker");
    this.pool = new ConnectionPool(settings, nanoTicker);
  }

  /**
   * Calls a server; tries a second time only when the first request certainly was not received and
   * the connection was an old one.
   *
   * @param timeoutMillis how long the answer may take, the connect not counted
   * @throws RpcUnreachableException when no answer came
   * @throws TException what the other server answered: the IDL's exceptions as they are
   * @throws IllegalStateException after {@link #close}
   */
  public <R> R call(String host, int port, long timeoutMillis, RpcCall<R> call) throws TException {
    return call(host, port, timeoutMillis, call, false);
  }

  /**
   * As {@link #call}, for what may be done twice: an old connection's failure is always retried.
   */
  public <R> R callIdempotent(String host, int port, long timeoutMillis, RpcCall<R> call)
      throws TException {
    return call(host, port, timeoutMillis, call, true);
  }

  private <R> R call(String host, int port, long timeoutMillis, RpcCall<R> call, boolean idempotent)
      throws TException {
    if (timeoutMillis <= 0) {
      throw new IllegalArgumentException("timeoutMillis must be positive, not " + timeoutMillis);
    }
    InetSocketAddress peer = InetSocketAddress.createUnresolved(host, port);
    PooledConnection kept = pool.take(peer);
    if (kept != null) {
      try {
        return callOn(kept, timeoutMillis, call);
      } catch (TTransportException | TProtocolException e) {
        boolean again = !kept.sent() || (idempotent && !isTimeout(e));
        if (!again || kept.isCut()) {
          throw new RpcUnreachableException(host, port, false, kept.sent(), e);
        }
      }
    }
    PooledConnection fresh = connect(peer);
    try {
      return callOn(fresh, timeoutMillis, call);
    } catch (TTransportException | TProtocolException e) {
      throw new RpcUnreachableException(host, port, false, fresh.sent(), e);
    }
  }

  private <R> R callOn(PooledConnection connection, long timeoutMillis, RpcCall<R> call)
      throws TException {
    boolean reusable = false;
    connection.begin(timeoutMillis);
    try {
      R answer = call.call(connection.client());
      reusable = true;
      return answer;
    } catch (TTransportException | TProtocolException | TApplicationException e) {
      throw e;
    } catch (TException declared) {
      reusable = true;
      throw declared;
    } finally {
      if (reusable) {
        pool.giveBack(connection);
      } else {
        connection.close();
      }
    }
  }

  private static boolean isTimeout(TException e) {
    return e instanceof TTransportException
        && ((TTransportException) e).getType() == TTransportException.TIMED_OUT;
  }

  private PooledConnection connect(InetSocketAddress peer) throws TException {
    String host = peer.getHostString();
    try {
      Socket socket = sockets.unconnected();
      try {
        InetSocketAddress resolved = new InetSocketAddress(host, peer.getPort());
        if (resolved.isUnresolved()) {
          throw new UnknownHostException("the name " + host + " does not resolve");
        }
        socket.connect(resolved, settings.connectTimeoutMillis());
        Socket spoken =
            sockets
                .handshake()
                .dialled(socket, host, peer.getPort(), settings.connectTimeoutMillis());
        return pool.adopt(peer, socket, spoken);
      } catch (IOException | TException | RuntimeException e) {
        socket.close();
        throw e;
      }
    } catch (IOException | TTransportException e) {
      throw new RpcUnreachableException(host, peer.getPort(), isRefusal(e), false, e);
    }
  }

  private static boolean isRefusal(Exception e) {
    return e instanceof ConnectException
        && e.getMessage() != null
        && e.getMessage().toLowerCase(Locale.ROOT).contains("refused");
  }

  /** The server is no member any more: calls to it that are in progress fail now. */
  public void cut(String host, int port) {
    pool.cut(InetSocketAddress.createUnresolved(host, port));
  }

  /** Closes every connection; calls in progress fail. */
  @Override
  public void close() {
    pool.close();
  }
}
