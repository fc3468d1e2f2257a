// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

/** How this server keeps connections to the others. Immutable. */
public final class RpcClientSettings {

  private final int connectTimeoutMillis;
  private final int maxIdlePerServer;
  private final int idleExpiryMillis;
  private final int trustIdleMillis;
  private final int maxFrameBytes;

  /**
   * @param connectTimeoutMillis how long a connect may take
   * @param maxIdlePerServer connections kept per server when no call needs them
   * @param idleExpiryMillis an unused connection is closed after this; must be below the servers'
   *     {@link RpcLimits#idleTimeoutMillis}
   * @param trustIdleMillis a connection unused for longer is checked (1 ms) before it is used
   * @param maxFrameBytes largest answer
   * @throws IllegalArgumentException when a value is not positive
   */
  public RpcClientSettings(
      int connectTimeoutMillis,
      int maxIdlePerServer,
      int idleExpiryMillis,
      int trustIdleMillis,
      int maxFrameBytes) {
    this.connectTimeoutMillis = RpcLimits.positive("connectTimeoutMillis", connectTimeoutMillis);
    this.maxIdlePerServer = RpcLimits.positive("maxIdlePerServer", maxIdlePerServer);
    this.idleExpiryMillis = RpcLimits.positive("idleExpiryMillis", idleExpiryMillis);
    this.trustIdleMillis = RpcLimits.positive("trustIdleMillis", trustIdleMillis);
    this.maxFrameBytes = RpcLimits.positive("maxFrameBytes", maxFrameBytes);
  }

  /** 2 s to connect, 8 idle connections per server for 30 s, trusted for 50 ms, 16 MiB frames. */
  public static RpcClientSettings defaults() {
    return new RpcClientSettings(2_000, 8, 30_000, 50, RpcLimits.defaults().maxFrameBytes());
  }

  public int connectTimeoutMillis() {
    return connectTimeoutMillis;
  }

  public int maxIdlePerServer() {
    return maxIdlePerServer;
  }

  public int idleExpiryMillis() {
    return idleExpiryMillis;
  }

  public int trustIdleMillis() {
    return trustIdleMillis;
  }

  public int maxFrameBytes() {
    return maxFrameBytes;
  }
}
