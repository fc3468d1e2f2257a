// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.zeppelin.clustering.metadata.Membership;

/** What another server says of the cluster. Immutable. */
final class Told {

  static final long NOT_LEADING = -1;

  private final String by;
  private final Membership members;
  private final long leadingTerm;
  private final long committed;

  /**
   * @param leadingTerm the term in which it leads, or {@link #NOT_LEADING}
   * @param committed index up to which it knows the log to be committed
   */
  Told(String by, Membership members, long leadingTerm, long committed) {
    this.by = by;
    this.members = members;
    this.leadingTerm = leadingTerm;
    this.committed = committed;
  }

  static Told of(String by, GroupInfoReply reply) {
    boolean leads = reply.getRoleInfoProto().hasLeaderInfo();
    long term = leads ? reply.getRoleInfoProto().getLeaderInfo().getTerm() : NOT_LEADING;
    Optional<RaftConfigurationProto> conf = reply.getConf();
    return new Told(
        by,
        conf.map(Told::members).orElse(Membership.of(List.of(), List.of())),
        term,
        reply.getLogInfoProto().getCommitted().getIndex());
  }

  /** While a change is under way, whoever is in the old or in the new ones. */
  private static Membership members(RaftConfigurationProto conf) {
    List<String> voters = new ArrayList<>(names(conf.getPeersList()));
    voters.addAll(names(conf.getOldPeersList()));
    List<String> listeners = new ArrayList<>(names(conf.getListenersList()));
    listeners.addAll(names(conf.getOldListenersList()));
    listeners.removeAll(voters);
    return Membership.of(voters, listeners);
  }

  private static List<String> names(List<RaftPeerProto> peers) {
    return peers.stream().map(RaftPeerProto::getAddress).collect(Collectors.toList());
  }

  String by() {
    return by;
  }

  Membership members() {
    return members;
  }

  /** It belongs to a cluster: one that waits to be added knows of no voters. */
  boolean belongs() {
    return !members.voters().isEmpty();
  }

  /** Up to which index of the log it knows what is committed. */
  long committed() {
    return committed;
  }

  boolean leads() {
    return leadingTerm != NOT_LEADING;
  }

  /** True when it leads, in that term or a later one, and knows the log up to that index. */
  boolean leadsSince(long term, long index) {
    return leads() && leadingTerm >= term && committed >= index;
  }
}
