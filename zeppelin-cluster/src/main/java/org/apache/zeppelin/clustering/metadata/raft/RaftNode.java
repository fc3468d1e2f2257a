// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.OverlappingFileLockException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Raft server of this JVM: started or not started, with a reason that a person can act on. */
final class RaftNode implements Router.LocalServer, MemberChanges.Leader {

  private static final Logger LOG = LoggerFactory.getLogger(RaftNode.class);

  private final MetadataSettings settings;
  private final RaftGroupId group;
  private final StorageHome home;
  private final Appenders appenders = new Appenders();
  private volatile RaftServer server;
  private volatile DivisionInfo info;
  private volatile Supplier<RaftConfiguration> configuration;
  private volatile RaftLog log;

  RaftNode(MetadataSettings settings) {
    this.settings = settings;
    group = RaftOptions.groupId(settings.clusterName());
    home = new StorageHome(settings, group);
  }

  /**
   * Whether this server has run before, by its storage.
   *
   * @throws MetadataException when what is there must not be started from
   */
  boolean former() {
    return home.startupOption() == RaftStorage.StartupOption.RECOVER;
  }

  /**
   * @param join true to wait for the leader of a cluster that is there already, rather than to form
   *     one; what the storage says of the members goes before
   * @param connections what the server's gRPC needs besides its properties
   * @throws MetadataException saying what is in the way and what to do
   */
  void start(StateMachine machine, boolean join, Parameters connections) {
    checkPort();
    if (join) {
      home.markJoining();
    }
    RaftProperties properties = RaftOptions.properties(settings, home.raftDir().toFile());
    AppendersRpc.use(properties, connections, appenders);
    try {
      server =
          RaftServer.newBuilder()
              .setServerId(RaftOptions.peerId(settings.serverId()))
              .setGroup(RaftOptions.group(settings.clusterName(), beginning()))
              .setOption(home.startupOption())
              .setProperties(properties)
              .setParameters(connections)
              .setStateMachine(machine)
              .build();
      server.start();
      RaftServer.Division division = server.getDivision(group);
      info = division.getInfo();
      configuration = division::getRaftConf;
      log = division.getRaftLog();
      home.markUsed();
    } catch (IOException | RuntimeException e) {
      close();
      throw reason(e);
    }
  }

  /** Alone and without a vote, a server does nothing until a leader comes. */
  private Membership beginning() {
    return home.joining()
        ? Membership.of(List.of(), List.of(settings.serverId()))
        : Membership.initial(settings.servers(), settings.maxVoters());
  }

  /** What the log says of the members; null before the start. */
  RaftConfiguration configuration() {
    Supplier<RaftConfiguration> present = configuration;
    return present == null ? null : present.get();
  }

  @Override
  public RaftClientReply change(RaftClientRequest request) throws IOException {
    return request instanceof SetConfigurationRequest
        ? server.setConfiguration((SetConfigurationRequest) request)
        : server.transferLeadership((TransferLeadershipRequest) request);
  }

  @Override
  public CompletableFuture<RaftClientReply> submit(RaftClientRequest request) {
    try {
      return server.submitClientRequestAsync(request);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public RaftPeerId leader() {
    DivisionInfo current = info;
    return current == null || !current.isAlive() ? null : current.getLeaderId();
  }

  /**
   * Stands for election without asking first whether others still hear the leader, as if that had
   * asked for it. Does nothing when another leads by now, or the log ends before the leader's term.
   */
  void stand(RaftPeerId lostLeader) throws IOException {
    server.startLeaderElection(
        StartLeaderElectionRequestProto.newBuilder()
            .setServerRequest(header(lostLeader, RaftOptions.peerId(settings.serverId())))
            .setLeaderLastEntry(TermIndexProto.newBuilder().setTerm(term()))
            .build());
  }

  /** As the leader, what sends the log to the others. */
  Appenders appenders() {
    return appenders;
  }

  private RaftRpcRequestProto header(RaftPeerId from, RaftPeerId to) {
    return RaftRpcRequestProto.newBuilder()
        .setRequestorId(from.toByteString())
        .setReplyId(to.toByteString())
        .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(group.toByteString()))
        .build();
  }

  /**
   * That server was away and is there: what goes to it goes through a new connection. gRPC waits
   * longer and longer, up to two minutes, before it tries one again, and nobody gets a vote from
   * behind it until then. May take seconds.
   */
  void connectAgain(String back) {
    RaftServer current = server;
    if (current != null) {
      current
          .getServerRpc()
          .handleException(RaftOptions.peerId(back), new IOException(back + " was away"), true);
    }
  }

  /** Up to which index this server has the log on its disk; negative for nothing. */
  long stored() {
    RaftLog current = log;
    return current == null ? -1 : current.getFlushIndex();
  }

  /** Up to which index of the log this server has applied it; negative for nothing. */
  long applied() {
    DivisionInfo current = info;
    return current == null ? -1 : current.getLastAppliedIndex();
  }

  /** Up to which index of the log entries are known here to be committed; negative for none. */
  long committed() {
    RaftLog current = log;
    return current == null ? -1 : current.getLastCommittedIndex();
  }

  /**
   * The latest term that this server has heard of; 0 before the start, and while there was none.
   */
  long term() {
    DivisionInfo current = info;
    return current == null ? 0 : current.getCurrentTerm();
  }

  /** The term in which this server leads and is ready to, or {@link LeaderRole#NOT_LEADING}. */
  long leadingTerm() {
    DivisionInfo current = info;
    if (current == null || !current.isAlive()) {
      return LeaderRole.NOT_LEADING;
    }
    long term = current.getCurrentTerm();
    boolean leads = current.isLeader() && current.isLeaderReady();
    // Read again: a term that ends between the two questions is nobody's.
    return leads && term == current.getCurrentTerm() ? term : LeaderRole.NOT_LEADING;
  }

  void close() {
    RaftServer current = server;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        throw new MetadataException("The metadata server did not close: " + e.getMessage(), e);
      }
    }
  }

  /** Before anything touches the disk: Ratis binds last and says less. */
  private void checkPort() {
    int port = RaftOptions.port(settings.serverId());
    try (ServerSocket probe = new ServerSocket()) {
      // As gRPC will bind: connections that linger from an earlier run are no obstacle.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(settings.bindAddress()), port));
    } catch (IOException e) {
      throw portTaken(e);
    }
  }

  private MetadataException portTaken(Throwable cause) {
    return new MetadataException(
        "zeppelin.cluster.addr names "
            + settings.serverId()
            + " for this server, but it cannot listen on port "
            + RaftOptions.port(settings.serverId())
            + " of "
            + settings.bindAddress()
            + " ("
            + cause.getMessage()
            + "): end the process that uses the port, or name another port on every server.",
        cause);
  }

  private MetadataException reason(Throwable failure) {
    Throwable deepest = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof MetadataException) {
        return (MetadataException) t;
      }
      if (t instanceof BindException) {
        return portTaken(t);
      }
      if (t instanceof OverlappingFileLockException
          || String.valueOf(t.getMessage()).contains("in_use.lock")) {
        return new MetadataException(
            "The metadata directory "
                + settings.storageDir()
                + " is used by another running server: end it, or name another directory.",
            failure);
      }
      deepest = t;
    }
    String file =
        LogInspection.damagedFile(home.logDir(), 2L * settings.maxMessageBytes())
            .map(path -> "file " + path + " is damaged: ")
            .orElse("");
    return new MetadataException(
        "The metadata of this server in "
            + settings.storageDir()
            + " cannot be started: "
            + file
            + deepest.getMessage()
            + ". Restore what is damaged from a backup; or, while a majority of the other servers"
            + " runs, start this server with a new, empty storage directory.",
        failure);
  }
}
