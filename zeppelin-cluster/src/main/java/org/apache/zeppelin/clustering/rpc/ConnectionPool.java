// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TTransportException;

/** Connections that wait for the next call, the last used first; and all others, to close them. */
final class ConnectionPool {

  private final RpcClientSettings settings;
  private final LongSupplier nanoTicker;
  private final Map<InetSocketAddress, Deque<PooledConnection>> idle = new HashMap<>();
  private final Set<PooledConnection> all = new HashSet<>();
  private boolean closed;

  ConnectionPool(RpcClientSettings settings, LongSupplier nanoTicker) {
    this.settings = settings;
    this.nanoTicker = nanoTicker;
  }

  /** A connection that seems usable, or null. */
  PooledConnection take(InetSocketAddress peer) {
    while (true) {
      PooledConnection candidate = poll(peer);
      if (candidate == null) {
        return null;
      }
      long idleMillis = TimeUnit.NANOSECONDS.toMillis(candidate.idleNanos(nanoTicker.getAsLong()));
      boolean expired = idleMillis > settings.idleExpiryMillis();
      if (!expired && (idleMillis <= settings.trustIdleMillis() || !candidate.isStale())) {
        return candidate;
      }
      candidate.close();
    }
  }

  private synchronized PooledConnection poll(InetSocketAddress peer) {
    requireOpen();
    Deque<PooledConnection> waiting = idle.get(peer);
    return waiting == null ? null : waiting.pollFirst();
  }

  synchronized PooledConnection adopt(InetSocketAddress peer, Socket connected, Socket spoken)
      throws TTransportException {
    requireOpen();
    PooledConnection connection =
        new PooledConnection(
            peer, connected, spoken, settings.maxFrameBytes(), nanoTicker, this::forget);
    all.add(connection);
    return connection;
  }

  void giveBack(PooledConnection connection) {
    long now = nanoTicker.getAsLong();
    connection.idleSince(now);
    List<PooledConnection> surplus = new ArrayList<>();
    synchronized (this) {
      Deque<PooledConnection> waiting =
          idle.computeIfAbsent(connection.peer(), key -> new ArrayDeque<>());
      if (closed) {
        surplus.add(connection);
      } else {
        waiting.addFirst(connection);
      }
      long expiryNanos = TimeUnit.MILLISECONDS.toNanos(settings.idleExpiryMillis());
      while (!waiting.isEmpty()
          && (waiting.size() > settings.maxIdlePerServer()
              || waiting.peekLast().idleNanos(now) > expiryNanos)) {
        surplus.add(waiting.pollLast());
      }
    }
    surplus.forEach(PooledConnection::close);
  }

  /** Cuts all connections to the server, also those in use. */
  void cut(InetSocketAddress peer) {
    List<PooledConnection> open;
    synchronized (this) {
      idle.remove(peer);
      open = all.stream().filter(c -> c.peer().equals(peer)).collect(Collectors.toList());
    }
    open.forEach(PooledConnection::cut);
  }

  private synchronized void forget(PooledConnection connection) {
    all.remove(connection);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the connections to other servers are closed");
    }
  }

  /** How many connections are open; for tests. */
  synchronized int size() {
    return all.size();
  }

  void close() {
    List<PooledConnection> open;
    synchronized (this) {
      closed = true;
      idle.clear();
      open = new ArrayList<>(all);
    }
    open.forEach(PooledConnection::close);
  }
}
