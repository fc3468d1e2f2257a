// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.ratis.protocol.GroupInfoRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.zeppelin.clustering.probe.ConnectProbe;
import org.apache.zeppelin.clustering.probe.Probe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks another server what it knows of the cluster: of its Raft server, no member needed. */
final class Questions {

  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

  private static final int PATIENCE = 5;
  private static final int CONNECT_MILLIS = 1_000;

  private final RaftGroupId group;
  private final RaftClientRpc rpc;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();

  /**
   * @param rpc this object's own: a failed question closes its connection
   */
  Questions(RaftGroupId group, RaftClientRpc rpc) {
    this.group = group;
    this.rpc = rpc;
  }

  /** Waits for the answer of that server. */
  Told ask(String server) throws IOException {
    try {
      rpc.addRaftPeers(RaftOptions.peer(server));
      GroupInfoRequest question =
          new GroupInfoRequest(client, RaftOptions.peerId(server), group, calls.incrementAndGet());
      return Told.of(server, (GroupInfoReply) rpc.sendRequest(question));
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
  }

  /** gRPC would wait longer and longer before it connects again. */
  void failed(String server, Throwable cause) {
    rpc.handleException(RaftOptions.peerId(server), cause, true);
  }

  /** What those say that answer in time, asked all at once. */
  List<Told> askAll(List<String> servers, long waitMillis) {
    ExecutorService threads = Threads.pool("metadata-ask", Math.max(1, servers.size()));
    List<CompletableFuture<Told>> answers = new ArrayList<>();
    List<Told> told = new ArrayList<>();
    try {
      for (String server : servers) {
        answers.add(CompletableFuture.supplyAsync(() -> answer(server), threads));
      }
      CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
          .get(waitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("Not all servers have answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
    for (CompletableFuture<Told> answer : answers) {
      Told present = answer.isCompletedExceptionally() ? null : answer.getNow(null);
      if (present != null) {
        told.add(present);
      }
    }
    return told;
  }

  /** The same, and again while nobody answers although somebody is there, who may be busy. */
  List<Told> askPatiently(List<String> servers, long waitMillis) {
    List<Told> told = askAll(servers, waitMillis);
    for (int again = 0; again < PATIENCE && told.isEmpty(); again++) {
      if (servers.stream().noneMatch(Questions::listens)) {
        return told;
      }
      told = askAll(servers, waitMillis);
    }
    return told;
  }

  private static boolean listens(String server) {
    return new ConnectProbe(CONNECT_MILLIS)
            .probe(RaftOptions.host(server), RaftOptions.port(server))
        == Probe.Outcome.ANSWERS;
  }

  /** Null when there is none. */
  private Told answer(String server) {
    try {
      return ask(server);
    } catch (IOException e) {
      LOG.debug("{} does not answer", server, e);
      failed(server, e);
      return null;
    }
  }

  void close() {
    try {
      rpc.close();
    } catch (IOException e) {
      LOG.debug("While closing the connections to the other servers", e);
    }
  }
}
