// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/**
 * Who belongs to the cluster, as this server's log says it; before that, as the setting does.
 * Thread safe: each heartbeat of each server asks, so that it is worked out once for each change.
 */
final class Roster {

  private final MetadataSettings settings;
  private final Supplier<RaftConfiguration> configuration;
  private volatile Picture picture;

  /**
   * @param configuration the present one, another object after each change; null before the server
   *     has started
   */
  Roster(MetadataSettings settings, Supplier<RaftConfiguration> configuration) {
    this.settings = settings;
    this.configuration = configuration;
  }

  /** While a change is under way, whoever is in the old or in the new configuration. */
  Membership members() {
    return picture().members;
  }

  /**
   * The voters, of whom a majority elects a leader; while a change is under way the former ones
   * besides, of whom a majority is needed, too.
   */
  List<Set<String>> electorates() {
    return picture().electorates;
  }

  /** Of the log, at which the members became these; negative while no log says so. */
  long index() {
    RaftConfiguration present = configuration.get();
    return present == null ? -1 : present.getLogEntryIndex();
  }

  /** True once this server belongs to a cluster: one that waits knows of no voters. */
  boolean belongs() {
    return picture().belongs;
  }

  /** Whom to ask what is going on: the members, and until it is one, those of the setting. */
  List<String> others() {
    return picture().others;
  }

  /** Our name of a peer; that of Ratis, when it is none of ours. */
  String name(RaftPeerId peer) {
    String name = picture().names.get(peer);
    return name == null ? peer.toString() : name;
  }

  private Picture picture() {
    RaftConfiguration present = configuration.get();
    Picture known = picture;
    if (known == null || known.of != present) {
      known = new Picture(present, settings);
      picture = known;
    }
    return known;
  }

  /** Of one configuration. Immutable. */
  private static final class Picture {

    private final RaftConfiguration of;
    private final Membership members;
    private final List<Set<String>> electorates;
    private final boolean belongs;
    private final List<String> others;
    private final Map<RaftPeerId, String> names;

    private Picture(RaftConfiguration of, MetadataSettings settings) {
      this.of = of;
      members =
          of == null ? Membership.initial(settings.servers(), settings.maxVoters()) : members(of);
      electorates = of == null ? List.of() : electorates(of);
      String self = settings.serverId();
      belongs = !members.voters().isEmpty() && members.contains(self);
      Set<String> known = new TreeSet<>(members.all());
      if (!belongs) {
        known.addAll(settings.servers());
      }
      known.remove(self);
      others = List.copyOf(known);
      Map<RaftPeerId, String> byId = new HashMap<>();
      members.all().forEach(server -> byId.put(RaftOptions.peerId(server), server));
      settings.servers().forEach(server -> byId.put(RaftOptions.peerId(server), server));
      names = Map.copyOf(byId);
    }

    private static Membership members(RaftConfiguration present) {
      List<String> voters = names(present.getAllPeers(RaftPeerRole.FOLLOWER));
      List<String> listeners = names(present.getAllPeers(RaftPeerRole.LISTENER));
      listeners.removeAll(voters);
      return Membership.of(voters, listeners);
    }

    private static List<Set<String>> electorates(RaftConfiguration present) {
      Set<String> voters = Set.copyOf(names(present.getCurrentPeers(RaftPeerRole.FOLLOWER)));
      Set<String> former = Set.copyOf(names(present.getPreviousPeers(RaftPeerRole.FOLLOWER)));
      return former.isEmpty() ? List.of(voters) : List.of(voters, former);
    }

    private static List<String> names(Collection<RaftPeer> peers) {
      return peers.stream()
          .map(RaftPeer::getAddress)
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }
}
