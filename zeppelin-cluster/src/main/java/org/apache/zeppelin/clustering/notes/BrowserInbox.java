// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.zeppelin.clustering.rpc.wire.BrowserText;
import org.apache.zeppelin.clustering.rpc.wire.BrowserTexts;

/** Takes what other servers send to this one's browsers: in order, each once. */
final class BrowserInbox {

  /** More than can be on their way at a time. */
  private static final int MOST_FORMER = 16;

  private final Views views;
  private final Map<String, Received> received = new HashMap<>();

  BrowserInbox(Views views) {
    this.views = views;
  }

  /**
   * @return true when messages from that server are missing before these
   */
  boolean take(BrowserTexts texts) {
    Received from;
    synchronized (received) {
      from = received.computeIfAbsent(texts.getServer(), server -> new Received());
    }
    synchronized (from) {
      if (!from.begins(texts.getSession()) || texts.getSequence() <= from.sequence) {
        return false;
      }
      from.sequence = texts.getSequence();
      for (BrowserText text : texts.getTexts()) {
        views.numbered(text.getNumber()).ifPresent(view -> view.browser().send(text.getText()));
      }
      return texts.isGap();
    }
  }

  /** How far one server's messages have come. Guarded by itself. */
  private static final class Received {
    private final Deque<String> former = new ArrayDeque<>();
    private String life = "";
    private long sequence;

    /** False when that queue has been followed by another: what comes of it is late. */
    boolean begins(String next) {
      if (next.equals(life)) {
        return true;
      }
      if (former.contains(next)) {
        return false;
      }
      former.addLast(life);
      if (former.size() > MOST_FORMER) {
        former.removeFirst();
      }
      life = next;
      sequence = 0;
      return true;
    }
  }
}
