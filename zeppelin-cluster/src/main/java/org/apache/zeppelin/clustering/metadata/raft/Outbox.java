// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.Result;

/**
 * Which writes of this server go to the leader together: those that come while enough messages are
 * under way, in their order, as far as no two touch one key. One that comes alone goes at once.
 * Known to databases as group commit. Not thread-safe.
 */
final class Outbox {

  /** A write that waits for its turn, and then for its result. */
  static final class Write {
    final Request request;
    final Set<String> keys;
    final int bytes;
    final CompletableFuture<Result> future = new CompletableFuture<>();

    /**
     * @param keys that it touches, at least one
     * @param bytes how long it is
     */
    Write(Request request, Set<String> keys, int bytes) {
      this.request = request;
      this.keys = Set.copyOf(keys);
      this.bytes = bytes;
    }
  }

  private final int maxUnderWay;
  private final int maxWrites;
  private final int maxBytes;
  private final Deque<Write> waiting = new ArrayDeque<>();
  private int underWay;

  /**
   * @param maxUnderWay messages that may be under way before others wait
   * @param maxWrites in one message
   * @param maxBytes in one message, unless a single write is longer
   */
  Outbox(int maxUnderWay, int maxWrites, int maxBytes) {
    this.maxUnderWay = maxUnderWay;
    this.maxWrites = maxWrites;
    this.maxBytes = maxBytes;
  }

  void add(Write write) {
    waiting.add(write);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * The next message, which is under way from now on until it has {@link #returned}; empty when
   * none may go.
   *
   * @param overdue true when no more waiting is to be done, whatever is under way
   */
  List<Write> next(boolean overdue) {
    List<Write> message = new ArrayList<>();
    if (underWay >= maxUnderWay && !overdue) {
      return message;
    }
    Set<String> touched = new HashSet<>();
    long bytes = 0;
    for (Write write = waiting.peek(); write != null; write = waiting.peek()) {
      bytes += write.bytes;
      boolean full = message.size() == maxWrites || bytes > maxBytes;
      if (!message.isEmpty() && (full || write.keys.stream().anyMatch(touched::contains))) {
        break;
      }
      touched.addAll(write.keys);
      message.add(waiting.remove());
    }
    if (!message.isEmpty()) {
      underWay++;
    }
    return message;
  }

  /** A message is under way no more, whether it was answered or not. */
  void returned() {
    underWay--;
  }

  /** Takes out all that wait. */
  List<Write> drain() {
    List<Write> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }
}
