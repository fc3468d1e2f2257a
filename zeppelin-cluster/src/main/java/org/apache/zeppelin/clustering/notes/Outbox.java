// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.zeppelin.clustering.rpc.wire.BrowserText;
import org.apache.zeppelin.clustering.rpc.wire.BrowserTexts;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to the browsers of one other server, in order and each once; tries again while
 * that server is a member. {@link #add} does not block.
 */
final class Outbox {

  private static final Logger LOGGER = LoggerFactory.getLogger(Outbox.class);
  private static final long RETRY_PAUSE_MILLIS = 100;

  private final String target;
  private final String self;
  private final String life;
  private final Peers peers;
  private final BooleanSupplier present;
  private final Executor executor;
  private final long callMillis;
  private final TextQueue queue;
  private boolean sending;
  private long sequence;

  /**
   * @param self this server and {@code life}, a name of this queue that no other ever has
   * @param present false once that server has no session any more under which it asked
   */
  Outbox(
      String target,
      String self,
      String life,
      Peers peers,
      BooleanSupplier present,
      Executor executor,
      NoteSettings settings) {
    this.target = target;
    this.self = self;
    this.life = life;
    this.peers = peers;
    this.present = present;
    this.executor = executor;
    this.callMillis = settings.callMillis();
    this.queue = new TextQueue(settings.maxWaiting(), settings.maxTextChars() / 4);
  }

  synchronized void add(BrowserText text) {
    queue.add(text);
    if (!sending) {
      sending = true;
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException e) {
        LOGGER.debug("This server stops; {} hears no more", target);
      }
    }
  }

  private synchronized BrowserTexts next() {
    boolean gap = queue.takeGap();
    List<BrowserText> batch = queue.takeBatch();
    if (batch.isEmpty()) {
      sending = false;
      return null;
    }
    return new BrowserTexts(self, life, ++sequence, batch, gap);
  }

  private void run() {
    BrowserTexts texts = next();
    while (texts != null) {
      if (!deliver(texts)) {
        // Its browsers are gone with it.
        return;
      }
      texts = next();
    }
  }

  private boolean deliver(BrowserTexts texts) {
    boolean told = false;
    while (present.getAsBoolean()) {
      try {
        peers.callIdempotent(
            target,
            callMillis,
            client -> {
              client.browserTexts(texts);
              return null;
            });
        return true;
      } catch (TException | IllegalStateException e) {
        if (!told) {
          LOGGER.warn("{} did not take messages for its browsers; trying again", target, e);
          told = true;
        }
        if (!pause()) {
          return false;
        }
      }
    }
    return false;
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
