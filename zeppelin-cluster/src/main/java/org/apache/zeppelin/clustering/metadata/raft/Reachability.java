// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupInfoRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every other server once a second whether it is there, so that a server without a majority
 * can say whom it misses. It asks Ratis and not the kernel: a paused process still accepts
 * connections.
 */
final class Reachability {

  private static final int ASK_EVERY_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

  private final List<String> others;
  private final RaftGroupId group;
  private final RaftClientRpc rpc;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();
  private final Map<String, String> faults = new ConcurrentHashMap<>();
  private final Set<String> being = ConcurrentHashMap.newKeySet();
  private final ExecutorService askers;
  private final ScheduledExecutorService clock = Threads.scheduler("metadata-reach");
  private volatile boolean closed;

  /**
   * @param rpc this object's own: a failed question closes its connection
   */
  Reachability(List<String> others, RaftGroupId group, RaftClientRpc rpc) {
    this.others = List.copyOf(others);
    this.group = group;
    this.rpc = rpc;
    askers = Threads.pool("metadata-reach-ask", Math.max(1, others.size()));
  }

  void start() {
    clock.scheduleWithFixedDelay(this::askAll, 0, ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Servers that did not answer when last asked, in the order of the setting. */
  List<String> missing() {
    return others.stream().filter(faults::containsKey).collect(Collectors.toList());
  }

  void close() {
    closed = true;
    clock.shutdownNow();
    askers.shutdownNow();
    try {
      rpc.close();
      askers.awaitTermination(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      LOG.debug("While closing the connections of the reachability test", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void askAll() {
    for (String server : others) {
      // One question at a time: a paused server would collect them.
      if (being.add(server)) {
        askers.execute(() -> ask(server));
      }
    }
  }

  private void ask(String server) {
    try {
      rpc.sendRequest(
          new GroupInfoRequest(client, RaftOptions.peerId(server), group, calls.incrementAndGet()));
      if (faults.remove(server) != null) {
        LOG.info("Server {} answers again", server);
      }
    } catch (IOException | RuntimeException e) {
      if (closed) {
        return;
      }
      if (faults.put(server, String.valueOf(e.getMessage())) == null) {
        LOG.warn("Server {} does not answer: {}", server, e.getMessage());
      }
      // gRPC would wait longer and longer before it connects again.
      rpc.handleException(RaftOptions.peerId(server), e, true);
    } finally {
      being.remove(server);
    }
  }
}
