// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.ports;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ports to listen on in a test. They are below those that the system gives to outgoing connections
 * (from 32768 on Linux), as one of these may take a port between its choice and its use.
 */
public final class FreePorts {

  private static final int FIRST = 10_000;
  private static final int END = 20_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  /** So many different ones, chosen at random among those that are free now. */
  public static List<Integer> some(int count) throws IOException {
    Random random = new Random();
    Set<Integer> chosen = new TreeSet<>();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (chosen.size() == count) {
        return new ArrayList<>(chosen);
      }
      int port = FIRST + random.nextInt(END - FIRST);
      if (isFree(port)) {
        chosen.add(port);
      }
    }
    throw new IOException("No " + count + " free ports between " + FIRST + " and " + END);
  }

  public static int one() throws IOException {
    return some(1).get(0);
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
