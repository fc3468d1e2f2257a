// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import org.apache.zeppelin.clustering.shaded.thrift.TException;

/** Another server could not be asked, or its answer did not come. */
public class RpcUnreachableException extends TException {

  private final String host;
  private final int port;
  private final boolean refused;
  private final boolean mayHaveBeenReceived;

  RpcUnreachableException(
      String host, int port, boolean refused, boolean mayHaveBeenReceived, Throwable cause) {
    super(describe(host, port, refused, mayHaveBeenReceived, cause), cause);
    this.host = host;
    this.port = port;
    this.refused = refused;
    this.mayHaveBeenReceived = mayHaveBeenReceived;
  }

  private static String describe(
      String host, int port, boolean refused, boolean mayHaveBeenReceived, Throwable cause) {
    String peer = "Server " + host + ":" + port;
    if (refused) {
      return peer + " refuses connections: nothing listens on that port";
    }
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return mayHaveBeenReceived
        ? peer + " did not answer (" + why + "); it may have done what it was asked"
        : peer + " could not be reached (" + why + ")";
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** True when the host answered that nothing listens on the port. */
  public boolean refused() {
    return refused;
  }

  /** False when the other server certainly did not get the whole request. */
  public boolean mayHaveBeenReceived() {
    return mayHaveBeenReceived;
  }
}
