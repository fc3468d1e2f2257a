// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.state.CommandCheck;
import org.apache.zeppelin.clustering.metadata.state.RequestGroup;
import org.apache.zeppelin.clustering.metadata.state.RequestIds;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Requests;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.Results;

/** Writes of this server: each is applied once, however often it has to be sent. Thread safe. */
final class Writes {

  /** One that the log works on, and one that is on its way. */
  private static final int UNDER_WAY = 2;

  /** Many writes of the usual length, and no more than settings allow a single one. */
  private static final int MESSAGE_BYTES = 64 * 1024;

  /** Some commits; who has waited that long waits for no other message, which may be lost. */
  private static final long WAIT_MILLIS = 5;

  private final MetadataSettings settings;
  private final Router router;
  private final ScheduledExecutorService clock;
  private final RequestIds requestIds = new RequestIds(UUID.randomUUID().toString());
  private final Outbox outbox = new Outbox(UNDER_WAY, RequestGroup.MAX_REQUESTS, MESSAGE_BYTES);
  private boolean timer;
  private boolean closed;

  Writes(MetadataSettings settings, Router router, ScheduledExecutorService clock) {
    this.settings = settings;
    this.router = router;
    this.clock = clock;
  }

  /** Under an id of its own. */
  CompletableFuture<Result> commit(List<Command> commands) {
    Optional<RequestId> id = requestIds.take();
    if (id.isEmpty()) {
      return CompletableFuture.failedFuture(
          new MetadataException(
              "Too many metadata requests of this server are under way, try again"));
    }
    return checked(
            new Request(id.get(), commands),
            (request, bytes) ->
                RequestGroup.keys(request)
                    .map(keys -> together(request, keys, bytes))
                    .orElseGet(() -> alone(request)))
        .whenComplete((result, failure) -> requestIds.done(id.get()));
  }

  /** Under an id of the caller's. */
  CompletableFuture<Result> commit(RequestId id, List<Command> commands) {
    return checked(new Request(id, commands), (request, bytes) -> alone(request));
  }

  private interface Way {
    CompletableFuture<Result> go(Request request, int bytes);
  }

  private CompletableFuture<Result> checked(Request request, Way way) {
    int bytes;
    try {
      bytes = length(request);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new MetadataException("This request cannot be committed: " + e.getMessage(), e));
    }
    return way.go(request, bytes);
  }

  private int length(Request request) {
    Optional<String> fault = CommandCheck.faultOf(request);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
    int bytes = Codec.encode(request).length;
    if (bytes > settings.maxMessageBytes()) {
      throw new IllegalArgumentException(
          bytes + " bytes exceed the limit of " + settings.maxMessageBytes());
    }
    return bytes;
  }

  private CompletableFuture<Result> alone(Request request) {
    return send(List.of(request)).thenApply(results -> results.get(0));
  }

  private CompletableFuture<List<Result>> send(List<Request> requests) {
    return router.send(
        RaftClientRequest.writeRequestType(),
        Codec.encode(new Requests(requests)),
        reply -> results(reply, requests.size()));
  }

  private static List<Result> results(byte[] reply, int expected) {
    List<Result> results = Codec.decode(reply, new Results()).getResults();
    if (results.size() != expected) {
      throw new IllegalArgumentException(results.size() + " results of " + expected + " requests");
    }
    return results;
  }

  private CompletableFuture<Result> together(Request request, Set<String> keys, int bytes) {
    Outbox.Write write = new Outbox.Write(request, keys, bytes);
    synchronized (outbox) {
      if (closed) {
        return CompletableFuture.failedFuture(new MetadataException("The metadata is closed"));
      }
      outbox.add(write);
    }
    sendWaiting(false);
    return write.future;
  }

  private void sendWaiting(boolean overdue) {
    for (List<Outbox.Write> message = next(overdue); !message.isEmpty(); message = next(overdue)) {
      List<Outbox.Write> sent = message;
      CompletableFuture<List<Result>> answer =
          send(sent.stream().map(write -> write.request).collect(Collectors.toList()));
      boolean atOnce = answer.isDone();
      answer.whenComplete(
          (results, failure) -> {
            returned(sent, results, failure);
            if (!atOnce) {
              sendWaiting(false);
            }
          });
    }
  }

  private List<Outbox.Write> next(boolean overdue) {
    synchronized (outbox) {
      List<Outbox.Write> message = outbox.next(overdue);
      if (!overdue && !outbox.isEmpty() && !timer) {
        timer = true;
        try {
          clock.schedule(this::timeIsUp, WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
          // What waits is told so by the close that has stopped the clock.
          timer = false;
        }
      }
      return message;
    }
  }

  private void timeIsUp() {
    synchronized (outbox) {
      timer = false;
    }
    sendWaiting(true);
  }

  private void returned(List<Outbox.Write> sent, List<Result> results, Throwable failure) {
    for (int i = 0; i < sent.size(); i++) {
      CompletableFuture<Result> future = sent.get(i).future;
      if (failure == null) {
        future.complete(results.get(i));
      } else {
        future.completeExceptionally(failure);
      }
    }
    // Only now: what callers write next goes together, too.
    synchronized (outbox) {
      outbox.returned();
    }
  }

  /** Nothing is sent any more, and who waits for it is told so. */
  void close() {
    List<Outbox.Write> left;
    synchronized (outbox) {
      closed = true;
      left = outbox.drain();
    }
    left.forEach(
        write ->
            write.future.completeExceptionally(new MetadataException("The metadata is closed")));
  }
}
