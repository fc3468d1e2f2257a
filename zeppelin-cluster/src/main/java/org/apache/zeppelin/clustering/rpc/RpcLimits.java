// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

/** What one connection of the service port may cost. Immutable. */
public final class RpcLimits {

  private static final int DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;

  private final int maxFrameBytes;
  private final int maxContainerElements;
  private final int idleTimeoutMillis;
  private final int readTimeoutMillis;
  private final int maxConnections;

  /**
   * @param maxFrameBytes largest request or answer, and so the longest string in it
   * @param maxContainerElements most elements of one list or map in a request
   * @param idleTimeoutMillis how long a connection may wait between two calls
   * @param readTimeoutMillis how long the rest of a request may take after its first byte
   * @param maxConnections connections served at a time, a thread each; more are closed at once
   * @throws IllegalArgumentException when a value is not positive
   */
  public RpcLimits(
      int maxFrameBytes,
      int maxContainerElements,
      int idleTimeoutMillis,
      int readTimeoutMillis,
      int maxConnections) {
    this.maxFrameBytes = positive("maxFrameBytes", maxFrameBytes);
    this.maxContainerElements = positive("maxContainerElements", maxContainerElements);
    this.idleTimeoutMillis = positive("idleTimeoutMillis", idleTimeoutMillis);
    this.readTimeoutMillis = positive("readTimeoutMillis", readTimeoutMillis);
    this.maxConnections = positive("maxConnections", maxConnections);
  }

  /** 16 MiB frames, 100,000 elements, 60 s between calls, 10 s within one, 256 connections. */
  public static RpcLimits defaults() {
    return new RpcLimits(DEFAULT_MAX_FRAME_BYTES, 100_000, 60_000, 10_000, 256);
  }

  static int positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
    return value;
  }

  public int maxFrameBytes() {
    return maxFrameBytes;
  }

  public int maxContainerElements() {
    return maxContainerElements;
  }

  public int idleTimeoutMillis() {
    return idleTimeoutMillis;
  }

  public int readTimeoutMillis() {
    return readTimeoutMillis;
  }

  public int maxConnections() {
    return maxConnections;
  }
}
