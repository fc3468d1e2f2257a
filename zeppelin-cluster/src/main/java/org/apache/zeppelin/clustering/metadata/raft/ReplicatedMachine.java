// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.Applied;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.state.MetadataState;
import org.apache.zeppelin.clustering.metadata.state.RequestGroup;
import org.apache.zeppelin.clustering.metadata.state.StateDiff;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.Requests;
import org.apache.zeppelin.clustering.metadata.wire.Results;
import org.apache.zeppelin.clustering.metadata.wire.TermAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Ratis calls: it turns log entries into states and states into snapshots. The rules are in
 * {@link MetadataState}; here is only which thread of Ratis wants what, and when.
 */
final class ReplicatedMachine extends BaseStateMachine {

  /** What the rest of the server hears, on Ratis's threads, which it must not block. */
  interface Notices {
    /** Another may lead now. */
    void leadershipMayHaveMoved();

    /** More of the log was applied. */
    void applied();
  }

  private static final Logger LOG = LoggerFactory.getLogger(ReplicatedMachine.class);

  private final Feed feed;
  private final SnapshotStore snapshots;
  private final LeaderAnswers answers;
  private final Supplier<Membership> members;
  private final LongSupplier term;
  private final LongSupplier wallClockMillis;
  private final Notices notices;

  /**
   * @param members who may open a session, asked on the leader only
   * @param term the latest that this server has heard of; 0 while it is not known
   */
  ReplicatedMachine(
      Feed feed,
      SnapshotStore snapshots,
      LeaderAnswers answers,
      Supplier<Membership> members,
      LongSupplier term,
      LongSupplier wallClockMillis,
      Notices notices) {
    this.feed = feed;
    this.snapshots = snapshots;
    this.answers = answers;
    this.members = members;
    this.term = term;
    this.wallClockMillis = wallClockMillis;
    this.notices = notices;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage)
      throws IOException {
    super.initialize(server, groupId, storage);
    getLifeCycle().startAndTransition(() -> open(storage), IOException.class);
  }

  private void open(RaftStorage storage) throws IOException {
    snapshots.open(storage);
    load();
  }

  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    snapshots.pause();
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  @Override
  public void reinitialize() throws IOException {
    getLifeCycle().startAndTransition(this::reload, IOException.class);
  }

  private void reload() {
    load();
    snapshots.resume();
  }

  private void load() {
    SingleFileSnapshotInfo newest = snapshots.newest();
    if (newest == null) {
      return;
    }
    MetadataState state = snapshots.read(newest);
    setLastAppliedTermIndex(newest.getTermIndex());
    feed.publish(state, StateDiff.between(feed.state(), state));
    LOG.info("Metadata restored from {}", newest.getFile().getPath());
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return snapshots.storage();
  }

  @Override
  public long takeSnapshot() {
    return snapshots.take(feed.state(), getLastAppliedTermIndex());
  }

  @Override
  public TransactionContext startTransaction(RaftClientRequest request) {
    TransactionContext.Builder builder =
        TransactionContext.newBuilder().setStateMachine(this).setClientRequest(request);
    Optional<String> fault;
    List<Request> decoded = List.of();
    try {
      byte[] bytes = request.getMessage().getContent().toByteArray();
      decoded = Codec.decode(bytes, new Requests()).getRequests();
      fault = RequestGroup.faultOf(decoded).or(stranger(decoded));
    } catch (IllegalArgumentException e) {
      fault = Optional.of(e.getMessage());
    }
    if (fault.isPresent()) {
      return builder
          .build()
          .setException(
              new MetadataException("The leader refuses to write to its log: " + fault.get()));
    }
    LogRecord record = RequestGroup.record(decoded, wallClockMillis.getAsLong());
    return builder.setLogData(UnsafeByteOperations.unsafeWrap(Codec.encode(record))).build();
  }

  /** Only the leader knows who is a member; on the others the log decides. */
  private Supplier<Optional<String>> stranger(List<Request> requests) {
    return () ->
        requests.stream()
            .flatMap(request -> request.getCommands().stream())
            .filter(Command::isSetOpenSession)
            .map(command -> command.getOpenSession().getOwner())
            .filter(owner -> !members.get().contains(owner))
            .findFirst()
            .map(owner -> "server " + owner + " is no member of the cluster " + members.get());
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    LogRecord record = record(entry.getStateMachineLogEntry().getLogData(), entry.getIndex());
    Applied applied = feed.state().apply(record, entry.getTerm(), entry.getIndex());
    updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    feed.publish(applied.state(), applied.changes());
    notices.applied();
    byte[] results = Codec.encode(new Results(applied.results()));
    return CompletableFuture.completedFuture(
        Message.valueOf(UnsafeByteOperations.unsafeWrap(results)));
  }

  /** Null, on every replica alike, when the bytes are no record. */
  private static LogRecord record(ByteString bytes, long index) {
    try {
      return Codec.decode(bytes.toByteArray(), new LogRecord());
    } catch (IllegalArgumentException e) {
      LOG.error("Log entry {} is of no known kind and changes nothing", index, e);
      return null;
    }
  }

  @Override
  public CompletableFuture<Message> query(Message request) {
    return answers.answer(request.getContent().toByteArray());
  }

  /** A leader's question for the term that this server knows, see {@link TermRound}. */
  @Override
  public CompletableFuture<Message> queryStale(Message request, long minIndex) {
    long known = term.getAsLong();
    if (known <= 0) {
      // It has just begun to run, and may have given its vote in a term before.
      return CompletableFuture.failedFuture(
          new StateMachineException("This server does not know its term yet"));
    }
    byte[] answer = Codec.encode(new TermAnswer(known));
    return CompletableFuture.completedFuture(
        Message.valueOf(UnsafeByteOperations.unsafeWrap(answer)));
  }

  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    // Entries of Ratis' own: a reader that waits for this index need not wait for ours.
    updateLastAppliedTermIndex(term, index);
    feed.publish(feed.state().at(index), List.of());
    notices.applied();
  }

  @Override
  public void notifyLeaderReady() {
    notices.leadershipMayHaveMoved();
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pendingEntries) {
    notices.leadershipMayHaveMoved();
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId newLeader) {
    notices.leadershipMayHaveMoved();
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
    LOG.error("The metadata log cannot be written: check the disk", cause);
  }

  @Override
  public void notifyServerShutdown(RoleInfoProto roleInfo, boolean allServer) {
    notices.leadershipMayHaveMoved();
  }

  @Override
  public void close() {
    getLifeCycle().checkStateAndClose(snapshots::close);
  }
}
