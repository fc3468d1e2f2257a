// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.state.MetadataState;
import org.apache.zeppelin.clustering.metadata.wire.LeaderQuery;
import org.apache.zeppelin.clustering.metadata.wire.Query;
import org.apache.zeppelin.clustering.metadata.wire.QueryResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what came over Ratis' read path, on threads of its own. */
final class QueryAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(QueryAnswers.class);

  private final Executor executor;
  private final LeaderRole role;

  QueryAnswers(Executor executor, LeaderRole role) {
    this.executor = executor;
    this.role = role;
  }

  CompletableFuture<Message> answer(byte[] request, MetadataState state) {
    return CompletableFuture.supplyAsync(
        () -> {
          byte[] result = Codec.encode(result(request, state));
          return Message.valueOf(UnsafeByteOperations.unsafeWrap(result));
        },
        executor);
  }

  private QueryResult result(byte[] request, MetadataState state) {
    QueryResult result = new QueryResult(state.index());
    try {
      Query query = Codec.decode(request, new Query());
      if (!query.isSet()) {
        return result.setError("This server does not know this kind of query");
      }
      switch (query.getSetField()) {
        case GET:
          return result.setEntries(
              state.get(query.getGet().getKey()).map(List::of).orElse(List.of()));
        case LIST_PREFIX:
          return result.setEntries(state.list(query.getListPrefix().getPrefix()));
        case LEADER:
          return ask(query.getLeader(), result);
        default:
          return result.setError("This server does not know this kind of query");
      }
    } catch (IllegalArgumentException e) {
      return result.setError(e.getMessage());
    }
  }

  private QueryResult ask(LeaderQuery query, QueryResult result) {
    if (!role.started()) {
      return result.setNotLeader(true);
    }
    try {
      return result.setPayload(role.duties().answer(query.getTopic(), query.getPayload()));
    } catch (MetadataException e) {
      return result.setError(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("The leader could not answer a question about {}", query.getTopic(), e);
      return result.setError(
          "The leader failed to answer about " + query.getTopic() + ", see its log: " + e);
    }
  }
}
