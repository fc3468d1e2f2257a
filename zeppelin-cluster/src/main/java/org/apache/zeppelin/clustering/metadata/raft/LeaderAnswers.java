// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.state.MetadataState;
import org.apache.zeppelin.clustering.metadata.wire.LeaderAnswer;
import org.apache.zeppelin.clustering.metadata.wire.LeaderQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what came over Ratis' read path, on threads of its own. Whether this server still leads
 * is asked of the voters and not of a lease: Ratis' own check let an answer of a deposed leader
 * pass that had slept (3.3.0, with the lease on, once in hundreds of trials).
 */
final class LeaderAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderAnswers.class);

  private final Executor executor;
  private final LeaderRole role;
  private final Function<LeaderQuery, CompletableFuture<Long>> confirm;
  private final LongFunction<CompletableFuture<MetadataState>> applied;

  /**
   * @param confirm gives an index of the log up to which all is that was committed before that
   *     question; fails when another leads
   * @param applied completes once this server has applied its log up to that index
   */
  LeaderAnswers(
      Executor executor,
      LeaderRole role,
      Function<LeaderQuery, CompletableFuture<Long>> confirm,
      LongFunction<CompletableFuture<MetadataState>> applied) {
    this.executor = executor;
    this.role = role;
    this.confirm = confirm;
    this.applied = applied;
  }

  CompletableFuture<Message> answer(byte[] request) {
    LeaderQuery query;
    try {
      query = Codec.decode(request, new LeaderQuery());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          message(new LeaderAnswer().setError(e.getMessage())));
    }
    return answer(query).thenApply(LeaderAnswers::message);
  }

  /** True while this server leads, as far as it knows. */
  boolean leads() {
    return role.leads();
  }

  /** Says so when another leads, and never fails. */
  CompletableFuture<LeaderAnswer> answer(LeaderQuery query) {
    if (query.isReadIndex()) {
      return confirm
          .apply(query)
          .handle(
              (index, failure) ->
                  failure == null ? new LeaderAnswer().setReadIndex(index) : unconfirmed(failure));
    }
    return confirm
        .apply(query)
        .thenCompose(index -> applied.apply(index).thenApply(state -> index))
        .handleAsync(
            (index, failure) -> failure == null ? asked(query, index) : unconfirmed(failure),
            executor);
  }

  private static Message message(LeaderAnswer answer) {
    return Message.valueOf(UnsafeByteOperations.unsafeWrap(Codec.encode(answer)));
  }

  private static LeaderAnswer unconfirmed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    LOG.debug("Not confirmed as the leader", cause);
    return new LeaderAnswer().setNotLeader(true);
  }

  private LeaderAnswer asked(LeaderQuery query, long index) {
    LeaderAnswer answer = new LeaderAnswer().setReadIndex(index);
    if (!role.leads()) {
      return answer.setNotLeader(true);
    }
    try {
      return answer.setPayload(role.duties().answer(query.getTopic(), query.getPayload()));
    } catch (MetadataException e) {
      return answer.setError(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("The leader could not answer a question about {}", query.getTopic(), e);
      return answer.setError(
          "The leader failed to answer about " + query.getTopic() + ", see its log: " + e);
    }
  }
}
