// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Result;

/**
 * The replicated map, as one server uses it.
 *
 * <p>Every method may be called from any thread. Futures fail with {@link MetadataException} and
 * nothing else, and end within {@link MetadataSettings#requestTimeoutMillis}: then they say whom
 * this server lacks, which a caller's own limit would hide. A dependent stage runs on a thread of
 * the metadata layer and must not block.
 */
public interface Metadata extends AutoCloseable {

  /** This server's id, the Raft address {@code host:port}. */
  String serverId();

  /** The last committed entry of the key; linearizable. */
  CompletableFuture<Optional<Entry>> get(String key);

  /** The last committed entries whose keys start with the prefix, in key order; linearizable. */
  CompletableFuture<List<Entry>> list(String prefix);

  /**
   * Commits the commands atomically and exactly once, whatever is retried underneath.
   *
   * <p>A completed future means that the log decided; its code says what. A future that fails with
   * {@link MetadataUnavailableException} leaves the outcome unknown: read before acting on it.
   */
  CompletableFuture<Result> commit(List<Command> commands);

  /** Asks what the leader, confirmed as such, registered under the topic. */
  CompletableFuture<byte[]> askLeader(String topic, byte[] payload);

  /** The same, and reads the map besides, linearizably: one question instead of two. */
  CompletableFuture<LeaderReply> askLeaderAndRead(String topic, byte[] payload);

  /**
   * {@link #askLeader} for what many servers ask again and again, and is not urgent: the leader
   * finds out once for some of them whether it still leads, so that each answer may take a quarter
   * of a second.
   */
  CompletableFuture<byte[]> askLeaderPatiently(String topic, byte[] payload);

  /** What this server has applied: possibly behind, never wrong about the past. Does not block. */
  MetadataView local();

  /**
   * What this server has applied once that is all up to the log index: after a commit of its own
   * this server may be behind for a moment.
   */
  CompletableFuture<MetadataView> applied(long index);

  /**
   * Tells the listener every change from now on, in the order of the log, each once, beside other
   * listeners. Returns what the listener has not missed: the view as of its first event.
   */
  Watch watch(MetadataListener listener);

  /** Who leads and whom this server reaches, as far as it knows. Does not block. */
  MetadataStatus status();

  @Override
  void close();
}
