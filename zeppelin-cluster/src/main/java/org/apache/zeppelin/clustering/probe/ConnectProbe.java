// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/** Opens a TCP connection and closes it. */
public final class ConnectProbe implements Probe {

  private final int timeoutMillis;

  /**
   * @param timeoutMillis how long to wait for the host
   */
  public ConnectProbe(int timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public Outcome probe(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), timeoutMillis);
      return Outcome.ANSWERS;
    } catch (ConnectException e) {
      String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      return message.contains("refused") ? Outcome.REFUSED : Outcome.SILENT;
    } catch (IOException e) {
      return Outcome.SILENT;
    }
  }
}
