// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Passes one connection on, and remembers what the client said. */
public final class Relay implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final Socket there;
  private Socket here;

  public Relay(int port) throws IOException {
    there = new Socket(InetAddress.getLoopbackAddress(), port);
    CompletableFuture.runAsync(this::run);
  }

  public int port() {
    return listening.getLocalPort();
  }

  public byte[] heard() {
    synchronized (heard) {
      return heard.toByteArray();
    }
  }

  private void run() {
    try {
      here = listening.accept();
      CompletableFuture.runAsync(() -> pass(there, here, Optional.empty()));
      pass(here, there, Optional.of(heard));
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void pass(Socket from, Socket to, Optional<ByteArrayOutputStream> copy) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (copy.isPresent()) {
          synchronized (copy.get()) {
            copy.get().write(buffer, 0, n);
          }
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    there.close();
    if (here != null) {
      here.close();
    }
  }

  /**
   * Says that to the port, and reads until the end.
   *
   * @throws AssertionError when there is none for so long
   */
  public static void replay(byte[] said, int port, int patienceMillis) throws IOException {
    try (Socket replay = new Socket(InetAddress.getLoopbackAddress(), port)) {
      replay.setSoTimeout(patienceMillis);
      replay.getOutputStream().write(said);
      try {
        // It answers the first message of the handshake, and ends at the second.
        while (replay.getInputStream().read() >= 0) {}
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the connection was kept", e);
      } catch (IOException reset) {
        // As good as an end.
      }
    }
  }
}
