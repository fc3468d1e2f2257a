// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

/** A change of the servers that cannot be made as things stand; the message says why. */
public final class ServerChangeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ServerChangeException(String message) {
    super(message);
  }
}
