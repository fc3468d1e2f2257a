// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.rpc.wire.BrowserText;

/**
 * Messages that wait to be sent to one server, in order and of bounded number. Pure; its owner
 * guards it.
 */
final class TextQueue {

  private final int maxWaiting;
  private final int maxBatchChars;
  private final ArrayDeque<BrowserText> waiting = new ArrayDeque<>();
  private boolean gap;

  /**
   * @param maxBatchChars how much goes into one call, unless one message alone is longer
   */
  TextQueue(int maxWaiting, int maxBatchChars) {
    this.maxWaiting = maxWaiting;
    this.maxBatchChars = maxBatchChars;
  }

  /** Adds a message; when there are too many all of them are dropped, which the next batch says. */
  void add(BrowserText text) {
    if (waiting.size() >= maxWaiting) {
      waiting.clear();
      gap = true;
    }
    waiting.add(text);
  }

  /** True when messages before the next batch were dropped; then false again. */
  boolean takeGap() {
    boolean was = gap;
    gap = false;
    return was;
  }

  /** The next messages to send together; empty when none wait. */
  List<BrowserText> takeBatch() {
    List<BrowserText> batch = new ArrayList<>();
    long chars = 0;
    while (!waiting.isEmpty()) {
      chars += waiting.peek().getText().length();
      if (!batch.isEmpty() && chars > maxBatchChars) {
        break;
      }
      batch.add(waiting.poll());
    }
    return batch;
  }
}
