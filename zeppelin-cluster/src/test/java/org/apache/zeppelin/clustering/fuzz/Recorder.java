// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;

/** A port that passes one connection on and keeps what its client said. */
public final class Recorder implements AutoCloseable {

  private static final int CHUNK = 8 * 1024;

  private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final int target;
  private final Thread there;

  /**
   * @param target port that it passes the connection on to
   */
  public Recorder(int target) throws IOException {
    this.target = target;
    this.there = new Thread(this::pass, "recorder-there");
    there.start();
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** What the client has said so far. */
  public byte[] said() {
    synchronized (said) {
      return said.toByteArray();
    }
  }

  private void pass() {
    try (Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      Thread back = new Thread(() -> copy(server, client, Optional.empty()), "recorder-back");
      back.start();
      copy(client, server, Optional.of(said));
      server.shutdownOutput();
      back.join();
    } catch (IOException e) {
      // It was closed before anybody came, or the other side has gone: nothing more is said.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to, Optional<ByteArrayOutputStream> kept) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        if (kept.isPresent()) {
          synchronized (kept.get()) {
            kept.get().write(chunk, 0, n);
          }
        }
        out.write(chunk, 0, n);
      }
    } catch (IOException e) {
      // One side has closed: that is the end of it.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    try {
      there.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
