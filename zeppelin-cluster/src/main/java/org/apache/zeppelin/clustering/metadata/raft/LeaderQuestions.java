// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.zeppelin.clustering.metadata.LeaderReply;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.wire.LeaderAnswer;
import org.apache.zeppelin.clustering.metadata.wire.LeaderQuery;

/** Asks whoever leads: another server by Ratis, this one without a detour through it. */
final class LeaderQuestions {

  private final Router router;
  private final Reads reads;
  private final Supplier<Optional<LeaderAnswers>> here;

  /**
   * @param here what answers while this server leads
   */
  LeaderQuestions(Router router, Reads reads, Supplier<Optional<LeaderAnswers>> here) {
    this.router = router;
    this.reads = reads;
    this.here = here;
  }

  CompletableFuture<byte[]> ask(String topic, byte[] payload) {
    return answer(reads.signed(query(topic, payload))).thenApply(LeaderQuestions::payload);
  }

  /** One that can wait a while. */
  CompletableFuture<byte[]> askPatiently(String topic, byte[] payload) {
    return answer(reads.signed(query(topic, payload).setPatient(true)))
        .thenApply(LeaderQuestions::payload);
  }

  /** The answer, and the map with all that was committed before the question. */
  CompletableFuture<LeaderReply> askAndRead(String topic, byte[] payload) {
    return reads.inTime(
        answer(reads.following(query(topic, payload)))
            .thenCompose(
                answer ->
                    reads
                        .applied(answer.getReadIndex())
                        .thenApply(state -> new LeaderReply(payload(answer), state))));
  }

  private static LeaderQuery query(String topic, byte[] payload) {
    return new LeaderQuery().setTopic(topic).setPayload(payload);
  }

  private CompletableFuture<LeaderAnswer> answer(LeaderQuery query) {
    return here.get()
        .map(
            answers ->
                reads.inTime(
                    answers
                        .answer(query)
                        .thenCompose(
                            answer ->
                                answer.isNotLeader()
                                    ? elsewhere(query)
                                    : CompletableFuture.completedFuture(checked(answer)))))
        .orElseGet(() -> elsewhere(query));
  }

  private CompletableFuture<LeaderAnswer> elsewhere(LeaderQuery query) {
    return router.send(
        RaftClientRequest.readRequestType(), Codec.encode(query), LeaderQuestions::answer);
  }

  /** Null when the server that was asked does not lead. */
  private static LeaderAnswer answer(byte[] reply) {
    LeaderAnswer answer = Codec.decode(reply, new LeaderAnswer());
    return answer.isNotLeader() ? null : checked(answer);
  }

  private static LeaderAnswer checked(LeaderAnswer answer) {
    if (answer.isSetError()) {
      throw new MetadataException(answer.getError());
    }
    return answer;
  }

  private static byte[] payload(LeaderAnswer answer) {
    return answer.isSetPayload() ? answer.getPayload() : new byte[0];
  }
}
