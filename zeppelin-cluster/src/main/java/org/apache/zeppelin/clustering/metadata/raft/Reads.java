// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.state.MetadataState;
import org.apache.zeppelin.clustering.metadata.wire.LeaderAnswer;
import org.apache.zeppelin.clustering.metadata.wire.LeaderQuery;
import org.apache.zeppelin.clustering.metadata.wire.TermAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads of this server that see everything that was committed before they began: the leader says
 * how far that is (Raft, Ongaro's dissertation, section 6.4), and this server waits until it has
 * applied its log up to there.
 */
final class Reads {

  private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

  /** What an answer takes, and little beside a heartbeat of Ratis. */
  private static final long NUDGE_MILLIS = 1;

  /** A few times what the term of another server takes; a pause of one is not waited for. */
  private static final long OTHERS_MILLIS = 3;

  /**
   * How long questions that can wait are gathered: at most five rounds a second for them. What
   * waits are heartbeats of servers, which count their lease from before: a quarter of the shortest
   * lease that can be set.
   */
  private static final long GATHER_MILLIS = 200;

  private final MetadataSettings settings;
  private final RaftNode node;
  private final Router router;
  private final Feed feed;
  private final ScheduledExecutorService clock;
  private final LeaderConfirmation confirmation;
  private final ReadPoint rounds;
  private final Gathering patientRounds;
  private final ReadPoint readPoint = new ReadPoint(this::readIndex);
  private final Nudge nudge;

  Reads(
      MetadataSettings settings,
      RaftNode node,
      Roster roster,
      Router router,
      Feed feed,
      ScheduledExecutorService clock) {
    this.settings = settings;
    this.node = node;
    this.router = router;
    this.feed = feed;
    this.clock = clock;
    confirmation =
        new LeaderConfirmation(
            settings.serverId(),
            node::leadingTerm,
            node::committed,
            roster::electorates,
            this::termOf,
            this::afterAWhile);
    rounds = new ReadPoint(confirmation::confirm);
    patientRounds = new Gathering(confirmation::confirm, this::whenGathered);
    nudge = new Nudge(clock, node::stored, this::askToBeTold, NUDGE_MILLIS);
  }

  /** Everything that was committed before this call, at least. */
  CompletableFuture<MetadataState> current() {
    return inTime(readPoint.take().thenCompose(this::reached));
  }

  /** The state once this server has applied its log up to that index. */
  CompletableFuture<MetadataState> applied(long index) {
    return inTime(reached(index));
  }

  private CompletableFuture<MetadataState> reached(long index) {
    return nudge.hurry(feed.reached(index), index);
  }

  /** Of one read's time; a read never hangs. */
  <T> CompletableFuture<T> inTime(CompletableFuture<T> stage) {
    return stage.copy().orTimeout(settings.requestTimeoutMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What this server, as the leader, can say to that question: an index up to which all is that was
   * committed before it was asked. Fails when it does not lead, or cannot know.
   */
  CompletableFuture<Long> confirm(LeaderQuery query) {
    Supplier<CompletableFuture<Long>> others =
        query.isPatient() ? patientRounds::join : rounds::take;
    CompletableFuture<Long> confirmed =
        query.isSetAsker() && query.isSetAskersTerm()
            ? confirmation
                .confirmedBy(query.getAsker(), query.getAskersTerm())
                .map(CompletableFuture::completedFuture)
                .orElseGet(others)
            : others.get();
    return query.isSetAskersIndex()
        ? confirmed.whenComplete((index, failure) -> tell(query, index))
        : confirmed;
  }

  private void whenGathered(Runnable ask) {
    try {
      clock.schedule(ask, GATHER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed: nobody else will ask", e);
      ask.run();
    }
  }

  private void tell(LeaderQuery query, Long index) {
    // Told of what it does not have yet, it would be the worse for it: see Appenders.
    if (index != null
        && query.getAskersIndex() < index
        && (!query.isSetAskersStored() || query.getAskersStored() >= index)) {
      node.appenders().tellCommitted(query.getAsker());
    }
  }

  /**
   * The question, with what spares the leader another one if this server votes. However late it is
   * answered, the answer is as of now: a heartbeat's sender counts its lease from before.
   */
  LeaderQuery signed(LeaderQuery query) {
    return query.setAsker(settings.serverId()).setAskersTerm(node.term());
  }

  private CompletableFuture<Long> readIndex() {
    if (node.leadingTerm() == LeaderRole.NOT_LEADING) {
      return ask(following(readIndexQuery()));
    }
    // Without a detour through Ratis, which brings nothing here but threads.
    return rounds
        .take()
        .handle(
            (index, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(index)
                    : ask(following(readIndexQuery())))
        .thenCompose(stage -> stage);
  }

  /** The same, of a server that reads, so that the leader tells it what is committed. */
  LeaderQuery following(LeaderQuery query) {
    return signed(query).setAskersIndex(node.applied()).setAskersStored(node.stored());
  }

  private LeaderQuery readIndexQuery() {
    return signed(new LeaderQuery().setTopic("").setPayload(new byte[0]).setReadIndex(true));
  }

  private CompletableFuture<Long> askToBeTold() {
    return ask(readIndexQuery().setAskersIndex(node.applied()));
  }

  private CompletableFuture<Long> ask(LeaderQuery query) {
    return router.send(RaftClientRequest.readRequestType(), Codec.encode(query), Reads::readIndex);
  }

  /** Null when the server that was asked does not lead. */
  private static Long readIndex(byte[] reply) {
    LeaderAnswer answer = Codec.decode(reply, new LeaderAnswer());
    if (answer.isSetError()) {
      throw new MetadataException(answer.getError());
    }
    return answer.isSetReadIndex() ? answer.getReadIndex() : null;
  }

  private Future<?> afterAWhile(Runnable task) {
    try {
      return clock.schedule(task, OTHERS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed: nobody else is asked any more", e);
      return CompletableFuture.completedFuture(null);
    }
  }

  private CompletableFuture<Long> termOf(String voter) {
    return router
        .askOnce(
            voter,
            RaftClientRequest.staleReadRequestType(0),
            new byte[0],
            settings.attemptTimeoutMillis())
        .thenApply(answer -> Codec.decode(answer, new TermAnswer()).getTerm());
  }
}
