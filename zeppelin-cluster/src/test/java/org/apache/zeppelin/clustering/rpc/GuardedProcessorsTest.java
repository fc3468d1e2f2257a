// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.apache.zeppelin.clustering.shaded.thrift.TProcessor;
import org.apache.zeppelin.clustering.shaded.thrift.protocol.TProtocolException;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TTransportException;
import org.junit.Test;

public class GuardedProcessorsTest {

  private static final List<TProcessor> BROKEN =
      List.of(
          (in, out) -> {
            throw new TProtocolException("bad version");
          },
          (in, out) -> {
            throw new TTransportException(TTransportException.CORRUPTED_DATA, "frame");
          },
          (in, out) -> {
            throw new IllegalStateException("unexpected");
          });

  /** Thrift's server prints a stack trace for anything but an end. */
  @Test
  public void whateverIsWrongLooksLikeAnEndToThriftsServer() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
      RpcConnection connection = new RpcConnection(socket, socket, System::nanoTime, closed -> {});
      for (TProcessor broken : BROKEN) {
        GuardedProcessors processors =
            new GuardedProcessors(
                broken, RpcLimits.defaults(), Handshake.NONE, new BadConnections(System::nanoTime));
        TTransportException e =
            assertThrows(
                TTransportException.class,
                () -> processors.getProcessor(connection).process(null, null));
        assertEquals(TTransportException.END_OF_FILE, e.getType());
      }
    }
  }
}
