// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.apache.zeppelin.clustering.rpc.wire.EventCall;

/**
 * Takes events that other servers pass on, each once: a repeated one gets the answer of the first.
 */
final class EventInbox {

  private final UnaryOperator<byte[]> handler;
  private final Map<String, CompletableFuture<byte[]>> answers;

  /**
   * @param handler delivers a call to this server's event server and gives back its answer
   * @param remembered how many answers are kept for repeated calls
   */
  EventInbox(UnaryOperator<byte[]> handler, int remembered) {
    this.handler = handler;
    this.answers =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<byte[]>> eldest) {
            return size() > remembered && eldest.getValue().isDone();
          }
        };
  }

  byte[] take(EventCall call) {
    String id = call.getSender() + "/" + call.getSequence();
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> first;
    synchronized (answers) {
      first = answers.putIfAbsent(id, mine);
    }
    if (first != null) {
      return join(first);
    }
    try {
      byte[] answer = handler.apply(call.getMessage());
      mine.complete(answer);
      return answer;
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static byte[] join(CompletableFuture<byte[]> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw e;
    }
  }
}
