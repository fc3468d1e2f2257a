// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.protocol.exceptions.TransferLeadershipException;
import org.apache.zeppelin.clustering.metadata.Members;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes who belongs to the cluster: brings each change to whoever leads, made of what this server
 * knows of the members, and does it again from the start when the leader knows better.
 */
final class MemberChanges implements Members {

  /** What the server in this JVM does with it when it leads. */
  interface Leader {
    RaftClientReply change(RaftClientRequest request) throws IOException;

    /** Null while this server knows of no leader. */
    RaftPeerId leader();
  }

  private static final Logger LOG = LoggerFactory.getLogger(MemberChanges.class);
  private static final long CHANGE_MILLIS = 30_000;
  private static final long RELIEVE_MILLIS = 10_000;
  private static final int ATTEMPT_MILLIS = 15_000;
  private static final long PAUSE_MILLIS = 200;

  private final MetadataSettings settings;
  private final RaftChannels channels;
  private final RaftPeerId self;
  private final RaftGroupId group;
  private final Roster roster;
  private final Leader local;
  private final Predicate<String> present;
  private final Runnable confirm;
  private final LongSupplier nanoTicker;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();

  /**
   * @param present tells which servers are there, as far as this one knows
   * @param confirm waits until all is committed that this server has seen
   */
  MemberChanges(
      MetadataSettings settings,
      RaftChannels channels,
      RaftGroupId group,
      Roster roster,
      Leader local,
      Predicate<String> present,
      Runnable confirm,
      LongSupplier nanoTicker) {
    this.settings = settings;
    this.channels = channels;
    this.self = RaftOptions.peerId(settings.serverId());
    this.group = group;
    this.roster = roster;
    this.local = local;
    this.present = present;
    this.confirm = confirm;
    this.nanoTicker = nanoTicker;
  }

  @Override
  public Membership present() {
    return roster.members();
  }

  @Override
  public void add(String server) {
    if (!server.matches("[^\\s,:]+:\\d{1,5}")) {
      throw new MetadataException("'" + server + "' is not host:port");
    }
    change(
        "Server " + server + " could not be added",
        members -> members.with(server, present, settings.maxVoters()));
  }

  @Override
  public void remove(String server) {
    Membership members = present();
    if (!members.contains(server)) {
      throw new MetadataException("Server " + server + " is none of the members: " + members);
    }
    if (members.voters().equals(List.of(server))) {
      throw new MetadataException(
          "Server " + server + " is the only one that votes and cannot be removed");
    }
    if (RaftOptions.peerId(server).equals(local.leader())) {
      lead(successor(members, server));
    }
    change(
        "Server " + server + " could not be removed",
        now -> now.without(server, present, settings.maxVoters()));
  }

  private String successor(Membership members, String leader) {
    return members.voters().stream()
        .filter(voter -> !voter.equals(leader))
        .min(Comparator.comparing((String voter) -> !present.test(voter)))
        .orElseThrow(
            () -> new MetadataException("Server " + leader + " leads, and no other has a vote"));
  }

  @Override
  public void lead(String server) {
    Membership members = present();
    if (!members.votes(server)) {
      throw new MetadataException(
          "Server "
              + server
              + " cannot lead: it has no vote. Those that have are "
              + String.join(", ", members.voters()));
    }
    lead(server, CHANGE_MILLIS);
  }

  /** Has another server lead, if this one does and one is there. */
  void stepDown(long waitMillis) {
    try {
      lead(successor(present(), settings.serverId()), waitMillis);
    } catch (MetadataException e) {
      LOG.info("Nobody leads in the place of this server yet: {}", e.getMessage());
    }
  }

  /**
   * Has another server lead, because the leader does not send this one what it lacks.
   *
   * @param leader what the leader says, which may be a member of whom this server knows nothing
   */
  void relieve(Told leader) {
    Membership members = leader.members();
    Optional<String> next =
        members.voters().stream()
            .filter(voter -> !voter.equals(leader.by()) && !voter.equals(settings.serverId()))
            .min(Comparator.comparing((String voter) -> !present.test(voter)));
    String why =
        "has not sent what this server lacks, all up to entry "
            + leader.committed()
            + " of the log";
    if (next.isEmpty()) {
      LOG.warn("{} leads and {}, and no other can lead", leader.by(), why);
      return;
    }
    LOG.warn("{} leads and {}: {} is asked to lead", leader.by(), why, next.get());
    try {
      lead(members, next.get(), RELIEVE_MILLIS);
    } catch (MetadataException e) {
      LOG.warn("{} leads on, and is asked again: {}", leader.by(), e.getMessage());
    }
  }

  private void lead(String server, long waitMillis) {
    lead(roster.members(), server, waitMillis);
  }

  private void lead(Membership members, String server, long waitMillis) {
    RaftPeerId wanted = RaftOptions.peerId(server);
    attempts(
        members,
        "Server " + server + " does not lead",
        () -> wanted.equals(local.leader()),
        (id, leader) ->
            new TransferLeadershipRequest(client, leader, group, id, wanted, waitMillis),
        waitMillis);
  }

  private void change(String failure, UnaryOperator<Membership> change) {
    if (!roster.belongs()) {
      throw new MetadataException(
          failure + ": this server, " + settings.serverId() + ", is no member itself");
    }
    attempts(
        roster.members(),
        failure,
        () -> change.apply(present()).equals(present()),
        (id, leader) -> request(id, leader, present(), change.apply(present())),
        CHANGE_MILLIS);
    // What this server has seen counts for it before it is committed.
    confirm.run();
  }

  private SetConfigurationRequest request(
      long id, RaftPeerId leader, Membership from, Membership to) {
    LOG.info("Change the members from {} to {}", from, to);
    return new SetConfigurationRequest(
        client,
        leader,
        group,
        id,
        SetConfigurationRequest.Arguments.newBuilder()
            .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
            .setServersInCurrentConf(peers(from.voters(), RaftPeerRole.FOLLOWER))
            .setListenersInCurrentConf(peers(from.listeners(), RaftPeerRole.LISTENER))
            .setServersInNewConf(peers(to.voters(), RaftPeerRole.FOLLOWER))
            .setListenersInNewConf(peers(to.listeners(), RaftPeerRole.LISTENER))
            .build());
  }

  private static List<RaftPeer> peers(List<String> servers, RaftPeerRole role) {
    return servers.stream().map(s -> RaftOptions.peer(s, role)).collect(Collectors.toList());
  }

  private interface Done {
    boolean is();
  }

  private interface Request {
    RaftClientRequest to(long id, RaftPeerId leader);
  }

  private void attempts(
      Membership members, String failure, Done done, Request request, long waitMillis) {
    long end = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    String last = "no leader is known";
    try (RaftClientRpc rpc = channels.client(members, ATTEMPT_MILLIS)) {
      while (!done.is()) {
        if (end - nanoTicker.getAsLong() <= 0) {
          throw new MetadataException(failure + ": " + last);
        }
        RaftPeerId leader = local.leader();
        if (leader != null) {
          last = attempt(rpc, leader, request.to(calls.incrementAndGet(), leader), last);
        }
        pause();
      }
    } catch (Refused e) {
      throw new MetadataException(failure + ": " + e.getMessage(), e);
    } catch (IOException e) {
      LOG.debug("While closing the connection to the leader", e);
    }
  }

  /** What came of it, for people. */
  private String attempt(
      RaftClientRpc rpc, RaftPeerId leader, RaftClientRequest request, String last) throws Refused {
    try {
      RaftClientReply reply =
          leader.equals(self) ? local.change(request) : rpc.sendRequest(request);
      if (reply.isSuccess()) {
        return "the leader has done it, and this server has not heard of that";
      }
      Throwable cause = reply.getException();
      return refusal(cause, last);
    } catch (IOException | CompletionException e) {
      rpc.handleException(leader, e, false);
      return refusal(e instanceof CompletionException ? e.getCause() : e, last);
    }
  }

  private static String refusal(Throwable cause, String last) throws Refused {
    boolean passing =
        cause instanceof NotLeaderException
            || cause instanceof LeaderNotReadyException
            || cause instanceof ReconfigurationInProgressException
            || cause instanceof SetConfigurationException
            || cause instanceof TransferLeadershipException;
    LOG.info("The leader does not do it{}: {}", passing ? " yet" : "", String.valueOf(cause));
    if (cause instanceof ReconfigurationTimeoutException) {
      throw new Refused("it does not answer: start it, with a member in zeppelin.cluster.addr");
    }
    return cause == null || cause.getMessage() == null ? last : cause.getMessage();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MetadataException("Interrupted while the members were changed", e);
    }
  }

  /** The leader has said no for good. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private Refused(String message) {
      super(message);
    }
  }
}
