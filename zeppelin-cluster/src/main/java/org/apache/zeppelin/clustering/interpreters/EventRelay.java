// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zeppelin.clustering.rpc.wire.EventCall;
import org.apache.zeppelin.clustering.rpc.wire.RefusedException;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes an interpreter process's event to the server that runs its paragraph and waits for the
 * answer. The process waits too, so events of one paragraph keep their order; a retried event
 * carries the same number, so it counts once.
 */
final class EventRelay {

  private static final Logger LOGGER = LoggerFactory.getLogger(EventRelay.class);
  private static final long RETRY_PAUSE_MILLIS = 100;

  private final Peers peers;
  private final String sender;
  private final long callTimeoutMillis;
  private final AtomicLong sequence = new AtomicLong();
  private volatile boolean closed;

  /**
   * @param sender unique for this life of this server, so that numbers of a former life differ
   */
  EventRelay(Peers peers, String sender, long callTimeoutMillis) {
    this.peers = peers;
    this.sender = sender;
    this.callTimeoutMillis = callTimeoutMillis;
  }

  /**
   * Delivers the call and gives back the answer, retrying while the server is a member.
   *
   * @throws IOException when the server has left the cluster or refuses the call
   */
  byte[] deliver(String server, String interpreterGroupId, byte[] message) throws IOException {
    EventCall call =
        new EventCall(
            interpreterGroupId, sender, sequence.incrementAndGet(), ByteBuffer.wrap(message));
    boolean told = false;
    while (!closed) {
      try {
        ByteBuffer answer =
            peers.callIdempotent(server, callTimeoutMillis, client -> client.deliverEvent(call));
        byte[] bytes = new byte[answer.remaining()];
        answer.get(bytes);
        return bytes;
      } catch (RefusedException e) {
        throw new IOException(server + " refused an event of " + interpreterGroupId, e);
      } catch (TException e) {
        if (!member(server)) {
          throw new IOException(
              server + " left the cluster before it took an event of " + interpreterGroupId, e);
        }
        if (!told) {
          LOGGER.warn("Retry an event of {} for {}", interpreterGroupId, server, e);
          told = true;
        }
        pause();
      }
    }
    throw new IOException("This server stops; an event of " + interpreterGroupId + " is lost");
  }

  private boolean member(String server) {
    try {
      peers.entry(server);
      return true;
    } catch (TException e) {
      return false;
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while an event was retried", e);
    }
  }

  void close() {
    closed = true;
  }
}
