// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupInfoRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.zeppelin.clustering.fuzz.Heap;
import org.apache.zeppelin.clustering.fuzz.Inputs;
import org.apache.zeppelin.clustering.fuzz.Recorder;
import org.apache.zeppelin.clustering.fuzz.Wire;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.apache.zeppelin.clustering.security.ClusterTls;
import org.apache.zeppelin.clustering.security.TestAuthority;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whatever comes to the Raft port costs its connection at most, and changes nothing. */
public class RaftPortFuzzTest {

  private static final String HOST = "127.0.0.1";
  private static final int KEPT_MEGABYTES = 64;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void inClear() throws Exception {
    List<byte[]> sound = conversations();
    try (TestCluster cluster = new TestCluster(folder.newFolder().toPath(), 1)) {
      survives(cluster, sound);
    }
  }

  @Test
  public void fromAStranger() throws Exception {
    TestAuthority authority = new TestAuthority(folder.newFolder().toPath());
    authority.certify("server", HOST);
    try (ClusterTls tls = authority.open("server");
        TestCluster cluster =
            new TestCluster(
                folder.newFolder().toPath(), 1, UnaryOperator.identity(), Optional.of(tls))) {
      List<byte[]> sound = new ArrayList<>(conversations());
      for (int hellos = 3 * sound.size(); hellos > 0; hellos--) {
        sound.add(Wire.hello(tls.context()));
      }
      survives(cluster, sound);
    }
  }

  /** What a client of Ratis says that asks who is there, and one that asks for something. */
  private List<byte[]> conversations() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.newFolder().toPath(), 1)) {
      cluster.startAll();
      String server = cluster.leader().serverId();
      RaftPeerId peer = RaftOptions.peerId(server);
      RaftGroupId group = RaftOptions.groupId(settings().clusterName());
      ClientId id = ClientId.randomId();
      RaftClientRequest.Builder request =
          RaftClientRequest.newBuilder()
              .setClientId(id)
              .setServerId(peer)
              .setGroupId(group)
              .setCallId(2)
              .setMessage(Message.valueOf("nonsense"));
      return List.of(
          said(server, new GroupInfoRequest(id, peer, group, 1)),
          said(server, request.setType(RaftClientRequest.readRequestType()).build()),
          said(server, request.setType(RaftClientRequest.writeRequestType()).build()));
    }
  }

  private static MetadataSettings settings() {
    return MetadataSettings.builder()
        .serverId("127.0.0.1:1")
        .servers(List.of("127.0.0.1:1"))
        .storageDir(Path.of("unused"))
        .attemptTimeoutMillis(5_000)
        .build();
  }

  private static byte[] said(String server, RaftClientRequest request) throws Exception {
    RaftChannels channels = new RaftChannels(settings(), Optional.empty());
    try (Recorder recorder = new Recorder(port(server));
        RaftClientRpc rpc = channels.client(Membership.of(List.of(), List.of()))) {
      rpc.addRaftPeers(
          List.of(
              RaftPeer.newBuilder()
                  .setId(RaftOptions.peerId(server))
                  .setAddress("127.0.0.1:" + recorder.port())
                  .build()));
      rpc.sendRequest(request);
      byte[] said = recorder.said();
      assertTrue(said.length > 100);
      return said;
    }
  }

  private static int port(String server) {
    return Integer.parseInt(server.replaceFirst(".*:", ""));
  }

  private static void survives(TestCluster cluster, List<byte[]> sound) throws Exception {
    cluster.startAll();
    RaftMetadata server = cluster.leader();
    server.commit(List.of(put("note/a", "x"))).get(60, SECONDS);
    List<Entry> entries = server.local().list("");
    List<Session> sessions = server.local().sessions();
    int port = port(server.serverId());
    Inputs inputs = new Inputs(sound);
    Heap heap = new Heap();
    while (inputs.hasNext()) {
      Wire.say(port, inputs.next());
    }
    assertEquals(entries, server.local().list(""));
    assertEquals(sessions, server.local().sessions());
    heap.assertGrewByAtMost(KEPT_MEGABYTES);
    assertEquals(
        ResultCode.OK, server.commit(List.of(put("note/b", "y"))).get(60, SECONDS).getCode());
  }
}
