// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.metadata.Metadata;

/**
 * A second {@code -javaagent} for servers under test, which opens what no real server has: a door
 * to its metadata, and a file of all that it heard of the log. Its argument is {@code port,file};
 * it listens where ZEPPELIN_LOCAL_IP says. Never shipped.
 */
public final class ChaosAgent {

  private static final long POLL_MILLIS = 20;

  private ChaosAgent() {}

  public static void premain(String argument, Instrumentation instrumentation) {
    String[] parts = argument.split(",", 2);
    String address = System.getenv("ZEPPELIN_LOCAL_IP");
    background("chaos-agent", () -> open(address, Integer.parseInt(parts[0]), Path.of(parts[1])));
  }

  private static void open(String address, int port, Path file) {
    try {
      Metadata metadata = Inside.metadata();
      while (metadata == null) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        metadata = Inside.metadata();
      }
      new ChangeFile(file).follow(metadata);
      ScratchDoor door = new ScratchDoor(metadata);
      try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getByName(address))) {
        while (true) {
          door.serve(server.accept());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void background(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
