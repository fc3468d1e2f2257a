// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A process that shall start somewhere. Immutable. */
public final class PlacementRequest {

  private final String setting;
  private final String user;
  private final Set<String> labels;
  private final String localServer;

  /**
   * @param setting name of the interpreter setting, for messages
   * @param user for whom the process starts
   * @param labels all of which the server must have
   * @param localServer id of the server that asks
   */
  public PlacementRequest(String setting, String user, Set<String> labels, String localServer) {
    this.setting = Objects.requireNonNull(setting, "setting");
    this.user = Objects.requireNonNull(user, "user");
    this.labels = new TreeSet<>(labels);
    this.localServer = Objects.requireNonNull(localServer, "localServer");
  }

  public String setting() {
    return setting;
  }

  public String user() {
    return user;
  }

  /** In alphabetical order; a copy. */
  public Set<String> labels() {
    return new TreeSet<>(labels);
  }

  public String localServer() {
    return localServer;
  }
}
