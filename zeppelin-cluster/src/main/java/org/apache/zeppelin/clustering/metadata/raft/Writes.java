// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.state.CommandCheck;
import org.apache.zeppelin.clustering.metadata.state.RequestIds;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Result;

/** Writes of this server: each is applied once, however often it has to be sent. Thread safe. */
final class Writes {

  private final MetadataSettings settings;
  private final Router router;
  private final RequestIds requestIds = new RequestIds(UUID.randomUUID().toString());

  Writes(MetadataSettings settings, Router router) {
    this.settings = settings;
    this.router = router;
  }

  /** Under an id of its own. */
  CompletableFuture<Result> commit(List<Command> commands) {
    Optional<RequestId> id = requestIds.take();
    if (id.isEmpty()) {
      return CompletableFuture.failedFuture(
          new MetadataException(
              "Too many metadata requests of this server are under way, try again"));
    }
    return commit(id.get(), commands).whenComplete((result, failure) -> requestIds.done(id.get()));
  }

  /** Under an id of the caller's. */
  CompletableFuture<Result> commit(RequestId id, List<Command> commands) {
    byte[] bytes;
    try {
      bytes = encoded(new Request(id, commands));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new MetadataException("This request cannot be committed: " + e.getMessage(), e));
    }
    return router.send(
        RaftClientRequest.writeRequestType(), bytes, reply -> Codec.decode(reply, new Result()));
  }

  private byte[] encoded(Request request) {
    Optional<String> fault = CommandCheck.faultOf(request);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
    byte[] bytes = Codec.encode(request);
    if (bytes.length > settings.maxMessageBytes()) {
      throw new IllegalArgumentException(
          bytes.length + " bytes exceed the limit of " + settings.maxMessageBytes());
    }
    return bytes;
  }
}
