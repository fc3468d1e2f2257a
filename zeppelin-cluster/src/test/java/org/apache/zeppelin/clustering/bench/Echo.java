// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends back what comes, a block at a time: the other end of a bare round trip. */
final class Echo implements AutoCloseable {

  private final ServerSocket listening;
  private final int block;

  Echo(int block) throws IOException {
    this.block = block;
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        socket.setTcpNoDelay(true);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] bytes = new byte[block];
        while (true) {
          in.readFully(bytes);
          socket.getOutputStream().write(bytes);
        }
      } catch (IOException e) {
        // The other end is done, or this one is closed.
      }
    }
  }

  /** Nanoseconds of round trips of so many bytes to an echo on that port. */
  static long[] trips(int port, int bytes, int count) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] block = new byte[bytes];
      long[] nanos = new long[count];
      for (int i = 0; i < count; i++) {
        long begin = System.nanoTime();
        socket.getOutputStream().write(block);
        in.readFully(block);
        nanos[i] = System.nanoTime() - begin;
      }
      return nanos;
    } catch (IOException e) {
      throw new UncheckedIOException("No round trip over loopback", e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
