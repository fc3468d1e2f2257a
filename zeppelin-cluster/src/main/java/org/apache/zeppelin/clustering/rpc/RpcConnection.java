// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TSocket;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TTransportException;

/**
 * A socket that knows how long the next message may take, and whether a request has left. Used by
 * one thread at a time; only {@link #close} may come from another.
 */
final class RpcConnection extends TSocket {

  private final Socket connected;
  private final Socket socket;
  private final SocketAddress peer;
  private final LongSupplier nanoTicker;
  private final Consumer<RpcConnection> onClose;
  private long deadlineNanos;
  private int restMillis;
  private boolean begun;
  private boolean sent;
  private final long openedNanos;
  private volatile boolean admitted;

  /**
   * @param connected what the network knows of
   * @param spoken what is spoken on it: the same, or TLS
   */
  RpcConnection(
      Socket connected, Socket spoken, LongSupplier nanoTicker, Consumer<RpcConnection> onClose)
      throws TTransportException {
    super(spoken);
    this.connected = connected;
    this.socket = spoken;
    this.peer = connected.getRemoteSocketAddress();
    this.nanoTicker = nanoTicker;
    this.openedNanos = nanoTicker.getAsLong();
    this.onClose = onClose;
  }

  /**
   * Prepares for one message to come.
   *
   * @param firstByteMillis how long its first byte may take
   * @param restMillis how long the rest may take after that; 0: no longer than the first byte
   */
  void expect(long firstByteMillis, int restMillis) {
    this.deadlineNanos = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(firstByteMillis);
    this.restMillis = restMillis;
    this.begun = false;
    this.sent = false;
  }

  /** Hears who has connected, before the first call, and asks before each whether he still may. */
  void admit(Handshake handshake, int timeoutMillis) throws IOException {
    if (admitted) {
      handshake.check(socket);
    } else {
      handshake.admit(socket, timeoutMillis);
      admitted = true;
    }
  }

  /** True when the other end has not shown who it is for so long. Any thread may ask. */
  boolean isStranger(long now, long patienceNanos) {
    return !admitted && now - openedNanos > patienceNanos;
  }

  /** The other end, also after the close. */
  SocketAddress peer() {
    return peer;
  }

  /** True once a byte of the expected message came. */
  boolean begun() {
    return begun;
  }

  /** True once a whole request was handed to the operating system. */
  boolean sent() {
    return sent;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws TTransportException {
    long remaining = deadlineNanos - nanoTicker.getAsLong();
    if (remaining <= 0) {
      throw new TTransportException(
          TTransportException.TIMED_OUT, "the message took longer than it may");
    }
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(remaining));
    try {
      socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
    } catch (SocketException closed) {
      throw new TTransportException(TTransportException.END_OF_FILE, closed);
    }
    int count = super.read(buffer, offset, length);
    if (!begun) {
      begun = true;
      if (restMillis > 0) {
        deadlineNanos = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(restMillis);
      }
    }
    return count;
  }

  @Override
  public void flush() throws TTransportException {
    super.flush();
    sent = true;
  }

  /** True when the other end has closed, or sent what nobody asked for. Waits a millisecond. */
  boolean isStale() {
    try {
      socket.setSoTimeout(1);
      inputStream_.read();
      return true;
    } catch (SocketTimeoutException nothingCame) {
      return false;
    } catch (IOException broken) {
      return true;
    }
  }

  /** First what TLS would wait for: it wants to say good-bye to who may not listen. */
  private void cut() {
    if (connected != null) { // null while the constructor of the base class fails
      try {
        connected.close();
      } catch (IOException e) {
        // It is of no use any more, either way.
      }
    }
  }

  @Override
  public void close() {
    cut();
    super.close();
    if (onClose != null) { // null while the constructor of the base class fails
      onClose.accept(this);
    }
  }
}
