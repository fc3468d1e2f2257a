// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks the agent in one server. Not for two threads at once. */
final class Door implements AutoCloseable {

  private static final int CONNECT_MILLIS = 1_000;

  private final InetSocketAddress address;
  private final int answerMillis;
  private Socket socket;
  private BufferedReader in;

  Door(InetSocketAddress address, int answerMillis) {
    this.address = address;
    this.answerMillis = answerMillis;
  }

  /** True when it was possible; otherwise nothing was said to the server. */
  boolean open() {
    if (socket != null) {
      return true;
    }
    Socket next = new Socket();
    try {
      next.connect(address, CONNECT_MILLIS);
      next.setSoTimeout(answerMillis);
      next.setTcpNoDelay(true);
      in = new BufferedReader(new InputStreamReader(next.getInputStream(), StandardCharsets.UTF_8));
      socket = next;
      return true;
    } catch (IOException e) {
      quietly(next);
      return false;
    }
  }

  /** The answer, in words; {@code ERR} when none came. It must be open. */
  String[] ask(String question) {
    try {
      socket.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
      String answer = in.readLine();
      if (answer != null) {
        return answer.split(" ");
      }
    } catch (IOException e) {
      // As if it had been closed.
    }
    close();
    return new String[] {"ERR"};
  }

  @Override
  public void close() {
    if (socket != null) {
      quietly(socket);
      socket = null;
    }
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing to save.
    }
  }
}
