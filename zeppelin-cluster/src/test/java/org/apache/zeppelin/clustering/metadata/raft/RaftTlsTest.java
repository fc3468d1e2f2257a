// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.ratis.protocol.GroupInfoRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.metadata.Commands;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.security.ClusterTls;
import org.apache.zeppelin.clustering.security.SecuritySettings;
import org.apache.zeppelin.clustering.security.TestAuthority;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Who gets through to the Raft port, and who does not. */
public class RaftTlsTest {

  private static final String HOST = "127.0.0.1";
  private static final String SECRET = "0123456789abcdefghij";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private TestAuthority authority;

  @Before
  public void make() throws Exception {
    authority = new TestAuthority(folder.newFolder("ours").toPath());
    authority.certify("member", HOST);
  }

  private TestCluster cluster(ClusterTls tls) throws IOException {
    return new TestCluster(
        folder.newFolder().toPath(), 3, UnaryOperator.identity(), Optional.of(tls));
  }

  private ClusterTls secret(String text) throws IOException {
    Path file = folder.newFile().toPath();
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return ClusterTls.open(SecuritySettings.secret(file, "zeppelin", HOST, 1_000)).get();
  }

  private static void works(TestCluster cluster) throws Exception {
    for (RaftMetadata server : cluster.all()) {
      assertEquals(
          ResultCode.OK,
          server.commit(List.of(Commands.put("note/n", "a"))).get(60, SECONDS).getCode());
    }
  }

  /** Somebody outside, with those credentials. */
  private static final class Caller implements AutoCloseable {
    private final TestCluster cluster;
    private final RaftClientRpc rpc;
    private final RaftGroupId group;
    private final ClientId id = ClientId.randomId();

    Caller(TestCluster cluster, Optional<ClusterTls> tls) {
      this.cluster = cluster;
      MetadataSettings settings =
          MetadataSettings.builder()
              .serverId("127.0.0.1:1")
              .servers(List.of("127.0.0.1:1"))
              .storageDir(Path.of("unused"))
              .attemptTimeoutMillis(5_000)
              .build();
      this.group = RaftOptions.groupId(settings.clusterName());
      this.rpc = new RaftChannels(settings, tls).client(Membership.of(cluster.ids(), List.of()));
    }

    /** Asks who the members are. */
    GroupInfoReply info(String server) throws IOException {
      try {
        return (GroupInfoReply)
            rpc.sendRequest(new GroupInfoRequest(id, RaftOptions.peerId(server), group, 1));
      } catch (StatusRuntimeException e) {
        throw new IOException(e);
      }
    }

    /** Asks the leader to write what it does not understand. */
    RaftClientReply write() throws Exception {
      String leader = cluster.leader().serverId();
      return rpc.sendRequest(
          RaftClientRequest.newBuilder()
              .setClientId(id)
              .setServerId(RaftOptions.peerId(leader))
              .setGroupId(group)
              .setCallId(2)
              .setMessage(Message.valueOf("nonsense"))
              .setType(RaftClientRequest.writeRequestType())
              .build());
    }

    @Override
    public void close() throws IOException {
      rpc.close();
    }
  }

  private static void refused(TestCluster cluster, Optional<ClusterTls> tls) throws Exception {
    try (Caller caller = new Caller(cluster, tls)) {
      for (String server : cluster.ids()) {
        assertThrows(IOException.class, () -> caller.info(server));
      }
      assertThrows(IOException.class, caller::write);
    }
  }

  @Test
  public void serversWithCertificatesAreACluster() throws Exception {
    try (ClusterTls tls = authority.open("member");
        TestCluster cluster = cluster(tls).startAll()) {
      works(cluster);
      try (Caller member = new Caller(cluster, Optional.of(tls))) {
        assertTrue(member.info(cluster.ids().get(0)).isSuccess());
      }
    }
  }

  @Test
  public void aServerCanBeAddedToThem() throws Exception {
    try (ClusterTls tls = authority.open("member");
        TestCluster cluster = cluster(tls).startAll()) {
      works(cluster);
      String fourth = cluster.prepare();
      RaftMetadata added = cluster.start(fourth);
      RaftMetadata leader = cluster.leader();
      Await.until("an answer", () -> !leader.status().missing().contains(fourth));
      leader.members().add(fourth);
      added.awaitMember(told -> {});
      assertTrue(added.get("note/n").get(60, SECONDS).isPresent());
      works(cluster);
    }
  }

  @Test
  public void whoIsNotCertifiedIsNotHeard() throws Exception {
    TestAuthority other = new TestAuthority(folder.newFolder("theirs").toPath());
    other.certify("member", HOST);
    authority.certifyExpired("late", HOST);
    try (ClusterTls tls = authority.open("member");
        ClusterTls stranger =
            ClusterTls.open(other.settings("member", authority.file("authority"))).get();
        ClusterTls late = authority.open("late");
        TestCluster cluster = cluster(tls).startAll()) {
      works(cluster);
      refused(cluster, Optional.empty());
      refused(cluster, Optional.of(stranger));
      refused(cluster, Optional.of(late));
      works(cluster);
    }
  }

  @Test
  public void anotherAuthorityCountsWithoutARestart() throws Exception {
    TestAuthority next = new TestAuthority(folder.newFolder("next").toPath());
    next.certify("member", HOST);
    try (ClusterTls tls = authority.open("member");
        ClusterTls former = authority.open("member");
        ClusterTls later = next.open("member");
        TestCluster cluster = cluster(tls).startAll()) {
      tls.start();
      works(cluster);
      refused(cluster, Optional.of(later));
      for (String name : List.of("authority", "member", "member-key")) {
        Files.copy(next.file(name), authority.file(name), StandardCopyOption.REPLACE_EXISTING);
      }
      Await.until("the new authority counts", () -> isHeard(cluster, later));
      refused(cluster, Optional.of(former));
      works(cluster);
    }
  }

  private static boolean isHeard(TestCluster cluster, ClusterTls tls) throws IOException {
    try (Caller caller = new Caller(cluster, Optional.of(tls))) {
      return caller.info(cluster.ids().get(0)).isSuccess();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  public void aCertifiedHostThatIsNoMemberMayAskWhoTheMembersAreAndNothingElse() throws Exception {
    authority.certify("outside", "outside.example.com");
    try (ClusterTls tls = authority.open("member");
        ClusterTls outside = authority.open("outside");
        TestCluster cluster = cluster(tls).startAll()) {
      works(cluster);
      try (Caller caller = new Caller(cluster, Optional.of(outside))) {
        assertTrue(caller.info(cluster.ids().get(0)).isSuccess());
        IOException e = assertThrows(IOException.class, caller::write);
        assertTrue(e.toString(), e.toString().contains("no member of the cluster"));
      }
    }
  }

  @Test
  public void serversWithTheSecretAreAClusterAndNobodyElseIsHeard() throws Exception {
    try (ClusterTls tls = secret(SECRET);
        ClusterTls wrong = secret(SECRET + "?");
        TestCluster cluster = cluster(tls).startAll()) {
      works(cluster);
      refused(cluster, Optional.of(wrong));
      refused(cluster, Optional.empty());
    }
  }
}
