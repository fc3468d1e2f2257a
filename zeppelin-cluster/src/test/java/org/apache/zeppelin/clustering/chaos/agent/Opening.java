// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.metadata.Metadata;

/** Waits for the server's metadata, and then follows it and lets others ask. */
final class Opening {

  private static final long POLL_MILLIS = 20;
  private static final int BACKLOG = 50;

  private Opening() {}

  static void open(String[] portAndFile) throws InterruptedException {
    try {
      Metadata metadata = Inside.metadata();
      while (metadata == null) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        metadata = Inside.metadata();
      }
      new ChangeFile(Path.of(portAndFile[1])).follow(metadata);
      ScratchDoor door = new ScratchDoor(metadata);
      InetAddress address = InetAddress.getByName(System.getenv("ZEPPELIN_LOCAL_IP"));
      int port = Integer.parseInt(portAndFile[0]);
      try (ServerSocket server = new ServerSocket(port, BACKLOG, address)) {
        while (true) {
          door.serve(server.accept());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
