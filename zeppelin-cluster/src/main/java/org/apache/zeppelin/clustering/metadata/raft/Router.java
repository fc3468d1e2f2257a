// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a request to whoever leads, again and again until it is answered or its time is up. A
 * leader in this JVM is asked without a network. Every attempt at a request carries the same
 * numbers, so that Ratis knows a retry, and the replicated state knows it for good.
 */
final class Router {

  /** Sends a request to the server in this JVM. */
  interface LocalServer {
    CompletableFuture<RaftClientReply> submit(RaftClientRequest request);

    /** Null while this server knows of no leader. */
    RaftPeerId leader();
  }

  /** Long enough for a loop to cost nothing, short beside an election. */
  private static final int RETRY_MILLIS = 40;

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final MetadataSettings settings;
  private final Roster roster;
  private final RaftPeerId self;
  private final RaftGroupId group;
  private final LocalServer local;
  private final RaftClientRpc rpc;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();
  private final Map<CompletableFuture<RaftClientReply>, RaftPeerId> waiting =
      new ConcurrentHashMap<>();
  private final Set<Call<?>> unanswered = ConcurrentHashMap.newKeySet();
  private final Set<String> connected = ConcurrentHashMap.newKeySet();
  private final Set<RaftPeerId> reconnecting = ConcurrentHashMap.newKeySet();
  private final ExecutorService reconnects = Threads.growing("metadata-reconnect");
  private final Supplier<Optional<String>> gone;
  private final LongSupplier nanoTicker;
  private final Supplier<List<String>> missing;
  private final ExecutorService executor;
  private final ScheduledExecutorService clock;
  private volatile boolean closed;

  /**
   * @param gone why this server belongs to the cluster no more; empty while it does
   */
  Router(
      MetadataSettings settings,
      Roster roster,
      Supplier<Optional<String>> gone,
      RaftGroupId group,
      LocalServer local,
      RaftClientRpc rpc,
      LongSupplier nanoTicker,
      Supplier<List<String>> missing,
      ExecutorService executor,
      ScheduledExecutorService clock) {
    this.settings = settings;
    this.roster = roster;
    this.gone = gone;
    this.self = RaftOptions.peerId(settings.serverId());
    this.group = group;
    this.local = local;
    this.rpc = rpc;
    this.nanoTicker = nanoTicker;
    this.missing = missing;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * The leader's answer to a write, or to a question.
   *
   * @param parse turns the answer's bytes into the result; null means: not answered, ask again
   */
  <T> CompletableFuture<T> send(
      RaftClientRequest.Type type, byte[] message, Function<byte[], T> parse) {
    Call<T> call = new Call<>(type, message, parse);
    unanswered.add(call);
    call.future.whenComplete((result, failure) -> unanswered.remove(call));
    if (closed) {
      fail(call, null);
      return call.future;
    }
    // Not handed to another thread: nothing in it waits, and a thread's start is a part of a
    // commit.
    attempt(call);
    return call.future;
  }

  /** What a caller is told when nobody decided in time. */
  MetadataUnavailableException unavailable(String last, Throwable cause) {
    List<String> absent = missing.get();
    Membership members = roster.members();
    long there = members.voters().stream().filter(voter -> !absent.contains(voter)).count();
    String message;
    if (gone.get().isPresent()) {
      message = gone.get().get();
    } else if (there < members.majority()) {
      message =
          absent.size() == 1
              ? "no majority: server " + absent.get(0) + " does not answer"
              : "no majority: servers " + String.join(", ", absent) + " do not answer";
    } else {
      message =
          "no leader answered within " + settings.requestTimeoutMillis() + " ms; last: " + last;
    }
    return new MetadataUnavailableException(message, absent, cause);
  }

  private final class Call<T> {
    final CompletableFuture<T> future = new CompletableFuture<>();
    final long id = calls.incrementAndGet();
    final RaftClientRequest.Type type;
    final byte[] message;
    final Function<byte[], T> parse;
    final long startNanos = nanoTicker.getAsLong();
    RaftPeerId hint;
    String last = "no leader is known";

    Call(RaftClientRequest.Type type, byte[] message, Function<byte[], T> parse) {
      this.type = type;
      this.message = message;
      this.parse = parse;
    }

    RaftClientRequest to(RaftPeerId target) {
      return RaftClientRequest.newBuilder()
          .setClientId(client)
          .setServerId(target)
          .setGroupId(group)
          .setCallId(id)
          .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(message)))
          .setType(type)
          .build();
    }

    long millisLeft() {
      long passed = TimeUnit.NANOSECONDS.toMillis(nanoTicker.getAsLong() - startNanos);
      return settings.requestTimeoutMillis() - passed;
    }
  }

  /**
   * Another server leads, or may: what waits for the former one, which may be paused, is asked of
   * the new one at once and not after a timeout.
   */
  void leaderMoved() {
    RaftPeerId now = local.leader();
    if (now == null) {
      return;
    }
    waiting.forEach(
        (reply, target) -> {
          if (!target.equals(now)) {
            reply.completeExceptionally(new IllegalStateException(name(now) + " leads now"));
          }
        });
  }

  private String name(RaftPeerId peer) {
    return roster.name(peer);
  }

  private void run(Call<?> call) {
    try {
      executor.execute(() -> attempt(call));
    } catch (RejectedExecutionException e) {
      fail(call, e);
    }
  }

  private void again(Call<?> call) {
    try {
      clock.schedule(() -> run(call), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      fail(call, e);
    }
  }

  private <T> void attempt(Call<T> call) {
    long left = call.millisLeft();
    if (left <= 0 || gone.get().isPresent()) {
      call.future.completeExceptionally(unavailable(call.last, null));
      return;
    }
    boolean hinted = call.hint != null;
    RaftPeerId target = hinted ? call.hint : local.leader();
    call.hint = null;
    if (target == null) {
      again(call);
      return;
    }
    RaftClientRequest request = call.to(target);
    CompletableFuture<RaftClientReply> reply;
    try {
      reply = target.equals(self) ? local.submit(request) : send(request, target);
    } catch (RuntimeException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    // A copy: the timeout ends our waiting, and may not complete a future that belongs to Ratis.
    CompletableFuture<RaftClientReply> mine = reply.thenApply(Function.identity());
    waiting.put(mine, target);
    mine.orTimeout(Math.min(left, settings.attemptTimeoutMillis()), TimeUnit.MILLISECONDS)
        .whenComplete((r, failure) -> waiting.remove(mine))
        .whenCompleteAsync((r, failure) -> settle(call, target, r, failure), executor);
    if (!hinted && !target.equals(local.leader())) {
      leaderMoved();
    }
  }

  private CompletableFuture<RaftClientReply> send(RaftClientRequest request, RaftPeerId target) {
    String address = name(target);
    if (connected.add(address)) {
      // A server that has become a member since this one started.
      rpc.addRaftPeers(RaftOptions.peer(address));
    }
    return rpc.sendRequestAsyncUnordered(request);
  }

  private <T> void settle(
      Call<T> call, RaftPeerId target, RaftClientReply reply, Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      call.last =
          cause instanceof TimeoutException
              ? name(target) + " did not answer in time"
              : name(target) + ": " + cause.getMessage();
      LOG.debug("An attempt at {} failed", target, cause);
      again(call);
      if (!target.equals(self)) {
        reconnect(target, cause);
      }
    } else if (reply.isSuccess()) {
      accept(call, reply);
    } else {
      refuse(call, target, reply);
    }
  }

  /** On a thread for each server: closing a connection to a paused one takes seconds. */
  private void reconnect(RaftPeerId target, Throwable cause) {
    if (reconnecting.add(target)) {
      try {
        reconnects.execute(
            () -> {
              rpc.handleException(target, cause, true);
              reconnecting.remove(target);
            });
      } catch (RejectedExecutionException e) {
        LOG.debug("Closed: nobody connects any more", e);
      }
    }
  }

  /** One attempt at a question to that server, whether it leads or not. */
  CompletableFuture<byte[]> askOnce(
      String server, RaftClientRequest.Type type, byte[] message, long timeoutMillis) {
    RaftPeerId target = RaftOptions.peerId(server);
    CompletableFuture<RaftClientReply> reply;
    try {
      reply =
          send(new Call<>(type, message, Function.identity()).to(target), target)
              .thenApply(Function.identity());
    } catch (RuntimeException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    return reply
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                reconnect(target, failure);
              }
            })
        .thenApply(
            answer -> {
              if (!answer.isSuccess()) {
                throw new MetadataException(server + " answered " + answer);
              }
              return answer.getMessage().getContent().toByteArray();
            });
  }

  /** Who waits for an answer is told that none will come. */
  void close() {
    closed = true;
    reconnects.shutdownNow();
    unanswered.forEach(call -> fail(call, null));
  }

  private static void fail(Call<?> call, Throwable cause) {
    call.future.completeExceptionally(new MetadataException("The metadata is closed", cause));
  }

  private <T> void accept(Call<T> call, RaftClientReply reply) {
    try {
      T result = call.parse.apply(reply.getMessage().getContent().toByteArray());
      if (result == null) {
        again(call);
      } else {
        call.future.complete(result);
      }
    } catch (MetadataException e) {
      call.future.completeExceptionally(e);
    } catch (RuntimeException e) {
      call.future.completeExceptionally(
          new MetadataException("The leader's answer cannot be read: " + e.getMessage(), e));
    }
  }

  private <T> void refuse(Call<T> call, RaftPeerId target, RaftClientReply reply) {
    StateMachineException refusal = reply.getStateMachineException();
    if (refusal != null) {
      Throwable cause = refusal.getCause() == null ? refusal : refusal.getCause();
      call.future.completeExceptionally(new MetadataException(cause.getMessage(), refusal));
      return;
    }
    NotLeaderException notLeader = reply.getNotLeaderException();
    if (notLeader != null && notLeader.getSuggestedLeader() != null) {
      call.hint = notLeader.getSuggestedLeader().getId();
    }
    call.last =
        name(target)
            + ": "
            + (reply.getException() == null ? reply : reply.getException().getMessage());
    again(call);
  }
}
