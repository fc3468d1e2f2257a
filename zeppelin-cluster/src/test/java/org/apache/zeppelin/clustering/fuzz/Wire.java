// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.fuzz;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** A peer that says one thing and then listens until the other side ends. */
public final class Wire {

  /** Nothing here takes a part of it; that is a hang. */
  private static final int HANG_MILLIS = 60_000;

  private Wire() {}

  /**
   * Says it on a connection of its own.
   *
   * @return how many bytes came back
   * @throws AssertionError when the other side neither answers nor ends
   */
  public static int say(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(HANG_MILLIS);
      try {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        socket.shutdownOutput();
        return socket.getInputStream().readAllBytes().length;
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the server keeps the connection", e);
      } catch (SocketException reset) {
        // It has not even heard all of it.
        return 0;
      }
    }
  }

  /** The first bytes of who begins to speak TLS. */
  public static byte[] hello(SSLContext context) throws IOException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    return Arrays.copyOf(out.array(), out.position());
  }
}
