// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.zeppelin.clustering.metadata.Commands.put;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.ratis.protocol.GroupInfoRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * An append that a follower cannot do, as one of a former leader that a snapshot of the next has
 * overtaken, costs itself alone: by Ratis' defaults no other succeeds until the follower restarts.
 */
public class FailedAppendTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final MetadataSettings settings =
      MetadataSettings.builder()
          .serverId("127.0.0.1:1")
          .servers(List.of("127.0.0.1:1"))
          .storageDir(Path.of("unused"))
          .attemptTimeoutMillis(5_000)
          .build();
  private final RaftGroupId group = RaftOptions.groupId(settings.clusterName());

  @Test
  public void costsItselfAlone() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 3)) {
      cluster.startAll();
      RaftMetadata leader = cluster.leader();
      RaftMetadata follower = cluster.follower();
      leader.commit(List.of(put("note/a", "x"))).get(60, SECONDS);
      // Ratis writes entries of its own now and then; what comes after one of those is no gap.
      Await.until("one fails", () -> fails(leader, follower));
      leader.commit(List.of(put("note/b", "y"))).get(60, SECONDS);
      Await.until("the follower has it", () -> follower.local().get("note/b").isPresent());
    }
  }

  /** An entry right after the follower's last, and of an earlier term, which must not be. */
  private boolean fails(RaftMetadata leader, RaftMetadata follower) throws Exception {
    TermIndexProto last = lastEntry(follower.serverId());
    AppendEntriesRequestProto append =
        AppendEntriesRequestProto.newBuilder()
            .setServerRequest(
                RaftRpcRequestProto.newBuilder()
                    .setRequestorId(id(leader))
                    .setReplyId(id(follower))
                    .setRaftGroupId(
                        RaftGroupIdProto.newBuilder().setId(group.toByteString()).build()))
            .setLeaderTerm(last.getTerm())
            .setPreviousLog(last)
            .addEntries(
                LogEntryProto.newBuilder()
                    .setTerm(last.getTerm() - 1)
                    .setIndex(last.getIndex() + 1)
                    .setStateMachineLogEntry(
                        StateMachineLogEntryProto.newBuilder()
                            .setClientId(ClientId.randomId().toByteString())
                            .setLogData(ByteString.copyFromUtf8("nonsense"))))
            .build();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", RaftOptions.port(follower.serverId()))
            .usePlaintext()
            .build();
    try {
      Answer answer = new Answer();
      RaftServerProtocolServiceGrpc.newStub(channel).appendEntries(answer).onNext(append);
      answer.first.get(60, SECONDS);
      return false;
    } catch (ExecutionException e) {
      return true;
    } finally {
      channel.shutdownNow();
    }
  }

  private static ByteString id(RaftMetadata server) {
    return RaftOptions.peerId(server.serverId()).toByteString();
  }

  private TermIndexProto lastEntry(String server) throws Exception {
    try (RaftClientRpc rpc =
        new RaftChannels(settings, Optional.empty())
            .client(Membership.of(List.of(server), List.of()))) {
      GroupInfoReply info =
          (GroupInfoReply)
              rpc.sendRequest(
                  new GroupInfoRequest(ClientId.randomId(), RaftOptions.peerId(server), group, 1));
      return info.getLogInfoProto().getLastEntry();
    }
  }

  private static final class Answer implements StreamObserver<AppendEntriesReplyProto> {
    final CompletableFuture<AppendEntriesReplyProto> first = new CompletableFuture<>();

    @Override
    public void onNext(AppendEntriesReplyProto reply) {
      first.complete(reply);
    }

    @Override
    public void onError(Throwable failure) {
      first.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      first.cancel(false);
    }
  }
}
