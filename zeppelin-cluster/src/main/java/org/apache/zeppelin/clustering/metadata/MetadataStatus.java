// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.List;
import java.util.Optional;

/** A server's own idea of the Raft group. Immutable. */
public final class MetadataStatus {

  private final Optional<String> leader;
  private final long term;
  private final boolean leading;
  private final Membership members;
  private final List<String> missing;

  public MetadataStatus(
      Optional<String> leader,
      long term,
      boolean leading,
      Membership members,
      List<String> missing) {
    this.leader = leader;
    this.term = term;
    this.leading = leading;
    this.members = members;
    this.missing = List.copyOf(missing);
  }

  /** The leader's server id; empty while there is none. */
  public Optional<String> leader() {
    return leader;
  }

  public long term() {
    return term;
  }

  /** True when this server leads and is ready to serve. */
  public boolean leading() {
    return leading;
  }

  /** Every server of the Raft group. */
  public List<String> servers() {
    return members.all();
  }

  /** The same, with who votes. */
  public Membership members() {
    return members;
  }

  /** Servers that this one does not reach. */
  public List<String> missing() {
    return missing;
  }
}
