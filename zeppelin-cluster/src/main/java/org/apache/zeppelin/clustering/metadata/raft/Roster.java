// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;

/** Who belongs to the cluster, as this server's log says it; before that, as the setting does. */
final class Roster {

  private final MetadataSettings settings;
  private final Supplier<RaftConfiguration> configuration;

  /**
   * @param configuration the present one; null before the server has started
   */
  Roster(MetadataSettings settings, Supplier<RaftConfiguration> configuration) {
    this.settings = settings;
    this.configuration = configuration;
  }

  /** While a change is under way, whoever is in the old or in the new configuration. */
  Membership members() {
    RaftConfiguration present = configuration.get();
    if (present == null) {
      return Membership.initial(settings.servers(), settings.maxVoters());
    }
    List<String> voters = new ArrayList<>(names(present.getAllPeers(RaftPeerRole.FOLLOWER)));
    List<String> listeners = names(present.getAllPeers(RaftPeerRole.LISTENER));
    listeners.removeAll(voters);
    return Membership.of(voters, listeners);
  }

  /**
   * The voters, of whom a majority elects a leader; while a change is under way the former ones
   * besides, of whom a majority is needed, too.
   */
  List<Set<String>> electorates() {
    RaftConfiguration present = configuration.get();
    if (present == null) {
      return List.of();
    }
    Set<String> voters = Set.copyOf(names(present.getCurrentPeers(RaftPeerRole.FOLLOWER)));
    Set<String> former = Set.copyOf(names(present.getPreviousPeers(RaftPeerRole.FOLLOWER)));
    return former.isEmpty() ? List.of(voters) : List.of(voters, former);
  }

  /** Of the log, at which the members became these; negative while no log says so. */
  long index() {
    RaftConfiguration present = configuration.get();
    return present == null ? -1 : present.getLogEntryIndex();
  }

  /** True once this server belongs to a cluster: one that waits knows of no voters. */
  boolean belongs() {
    Membership members = members();
    return !members.voters().isEmpty() && members.contains(settings.serverId());
  }

  /** Whom to ask what is going on: the members, and until it is one, those of the setting. */
  List<String> others() {
    Set<String> others = new TreeSet<>(members().all());
    if (!belongs()) {
      others.addAll(settings.servers());
    }
    others.remove(settings.serverId());
    return List.copyOf(others);
  }

  /** Our name of a peer; that of Ratis, when it is none of ours. */
  String name(RaftPeerId peer) {
    Set<String> known = new TreeSet<>(members().all());
    known.addAll(settings.servers());
    return known.stream()
        .filter(server -> RaftOptions.peerId(server).equals(peer))
        .findFirst()
        .orElse(peer.toString());
  }

  private static List<String> names(Collection<RaftPeer> peers) {
    return peers.stream()
        .map(RaftPeer::getAddress)
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
