// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import java.util.List;
import java.util.Objects;

/** Where a process may start, or why it may not. Immutable. */
public final class PlacementDecision {

  /** What to do. */
  public enum Kind {
    /** Try the servers in their order. */
    PLACE,
    /** Ask again later: what stands against it passes. */
    WAIT,
    /** Tell the user: waiting does not help. */
    REFUSED
  }

  private final Kind kind;
  private final List<String> servers;
  private final String reason;

  private PlacementDecision(Kind kind, List<String> servers, String reason) {
    this.kind = kind;
    this.servers = List.copyOf(servers);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  static PlacementDecision place(List<String> servers) {
    return new PlacementDecision(Kind.PLACE, servers, "");
  }

  static PlacementDecision wait(String reason) {
    return new PlacementDecision(Kind.WAIT, List.of(), reason);
  }

  static PlacementDecision refused(String reason) {
    return new PlacementDecision(Kind.REFUSED, List.of(), reason);
  }

  public Kind kind() {
    return kind;
  }

  /** Ids of the servers, the best first; empty unless the process is placed. */
  public List<String> servers() {
    return servers;
  }

  /** A sentence for the user; empty when the process is placed. */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    return kind == Kind.PLACE ? kind + " " + servers : kind + " " + reason;
  }
}
