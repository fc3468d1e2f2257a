// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zeppelin.clustering.metadata.LeaderReply;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.MetadataStatus;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Result;

/** The {@link FakeCluster} as one of its servers sees it. */
final class FakeMetadata implements Metadata {

  private final FakeCluster cluster;
  private final String id;

  FakeMetadata(FakeCluster cluster, String id) {
    this.cluster = cluster;
    this.id = id;
  }

  @Override
  public String serverId() {
    return id;
  }

  @Override
  public CompletableFuture<Optional<Entry>> get(String key) {
    return cluster.ask(id, () -> cluster.view().get(key));
  }

  @Override
  public CompletableFuture<List<Entry>> list(String prefix) {
    return cluster.ask(id, () -> cluster.view().list(prefix));
  }

  @Override
  public CompletableFuture<Result> commit(List<Command> commands) {
    return cluster.ask(id, () -> cluster.apply(commands));
  }

  @Override
  public CompletableFuture<byte[]> askLeaderPatiently(String topic, byte[] payload) {
    return askLeader(topic, payload);
  }

  @Override
  public CompletableFuture<LeaderReply> askLeaderAndRead(String topic, byte[] payload) {
    return askLeader(topic, payload).thenApply(reply -> new LeaderReply(reply, cluster.view()));
  }

  @Override
  public CompletableFuture<byte[]> askLeader(String topic, byte[] payload) {
    return cluster.ask(id, () -> cluster.askLeader(topic, payload));
  }

  @Override
  public MetadataView local() {
    return cluster.view();
  }

  @Override
  public CompletableFuture<MetadataView> applied(long index) {
    return CompletableFuture.completedFuture(local());
  }

  @Override
  public Watch watch(MetadataListener listener) {
    MetadataView start = local();
    cluster.listen(listener);
    return new Watch() {
      @Override
      public MetadataView start() {
        return start;
      }

      @Override
      public void close() {
        cluster.unlisten(listener);
      }
    };
  }

  @Override
  public MetadataStatus status() {
    Optional<String> leader = cluster.leader();
    return new MetadataStatus(
        leader,
        cluster.term(),
        leader.filter(id::equals).isPresent(),
        Membership.of(cluster.servers(), List.of()),
        cluster.missing(id));
  }

  @Override
  public void close() {}
}
