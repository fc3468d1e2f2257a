// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.security.ClusterTls;
import org.apache.zeppelin.clustering.security.PeerNames;
import org.apache.zeppelin.clustering.security.SecuritySettings;
import org.apache.zeppelin.clustering.security.TestAuthority;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RpcTlsTest {

  private static final RpcLimits LIMITS = new RpcLimits(64 * 1024, 1000, 5_000, 500, 16);
  private static final String HOST = "localhost";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final FakeService service = new FakeService();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> members = new CopyOnWriteArrayList<>(List.of(HOST));
  private TestAuthority authority;
  private RpcServer server;

  @Before
  public void start() throws Exception {
    authority = new TestAuthority(folder.newFolder("ours").toPath());
    authority.certify("server", HOST);
    server = serve(authority.open("server"));
  }

  private RpcServer serve(ClusterTls tls) throws IOException {
    open.add(tls);
    RpcServer serving =
        new RpcServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            service.handler(),
            LIMITS,
            RpcSockets.tls(tls.context(), peer -> PeerNames.oneOf(peer, members)),
            System::nanoTime);
    serving.start();
    open.add(serving);
    return serving;
  }

  @After
  public void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private RpcClients clients(ClusterTls tls) {
    open.add(tls);
    RpcClients clients =
        new RpcClients(
            RpcClientSettings.defaults(),
            RpcSockets.tls(tls.context(), peer -> true),
            System::nanoTime);
    open.add(clients);
    return clients;
  }

  private void call(RpcClients clients, int port) throws Exception {
    int before = service.calls.get();
    clients.call(
        HOST,
        port,
        2_000,
        client -> {
          client.checkProcess(new ProcessRef("md:shared_process", 1));
          return null;
        });
    assertEquals(before + 1, service.calls.get());
  }

  private String refusal(RpcClients clients, int port) {
    RpcUnreachableException e =
        assertThrows(RpcUnreachableException.class, () -> call(clients, port));
    assertFalse("nothing may have been heard", e.mayHaveBeenReceived());
    assertEquals(0, service.calls.get());
    return e.getMessage();
  }

  @Test
  public void membersCallOneAnother() throws Exception {
    RpcClients clients = clients(authority.open("server"));
    for (int i = 0; i < 3; i++) {
      call(clients, server.port());
    }
  }

  @Test
  public void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
    TestAuthority other = new TestAuthority(folder.newFolder("theirs").toPath());
    other.certify("server", HOST);
    SecuritySettings stranger = other.settings("server", authority.file("authority"));
    String refusal = refusal(clients(ClusterTls.open(stranger).get()), server.port());
    assertTrue(refusal, refusal.contains("do not trust each other's certificates"));
  }

  @Test
  public void aServerOfAnotherAuthorityIsNotTalkedTo() throws Exception {
    TestAuthority other = new TestAuthority(folder.newFolder("theirs").toPath());
    other.certify("server", HOST);
    RpcServer stranger =
        serve(ClusterTls.open(other.settings("server", authority.file("authority"))).get());
    refusal(clients(authority.open("server")), stranger.port());
  }

  @Test
  public void aServerWithTheCertificateOfAnotherHostIsNotTalkedTo() throws Exception {
    authority.certify("elsewhere", "elsewhere.example.com");
    RpcServer impostor = serve(authority.open("elsewhere"));
    String refusal = refusal(clients(authority.open("server")), impostor.port());
    assertTrue(refusal, refusal.contains(HOST));
  }

  @Test
  public void anExpiredCertificateIsRefused() throws Exception {
    authority.certifyExpired("late", HOST);
    refusal(clients(authority.open("late")), server.port());
  }

  @Test
  public void aCertificateOfAHostThatIsNoMemberIsRefused() throws Exception {
    authority.certify("stranger", "stranger.example.com");
    RpcClients stranger = clients(authority.open("stranger"));
    refusal(stranger, server.port());
    members.add("stranger.example.com");
    call(stranger, server.port());
  }

  @Test
  public void whoIsNoMemberAnyMoreIsNotHeardOnAnOpenConnectionEither() throws Exception {
    authority.certify("second", "second.example.com");
    members.add("second.example.com");
    RpcClients second = clients(authority.open("second"));
    call(second, server.port());
    members.remove("second.example.com");
    Await.until(
        "its calls fail",
        () -> {
          try {
            call(second, server.port());
            return false;
          } catch (RpcUnreachableException e) {
            return true;
          }
        });
    int heard = service.calls.get();
    assertThrows(RpcUnreachableException.class, () -> call(second, server.port()));
    assertEquals(heard, service.calls.get());
  }

  /** Each byte is in time; all of them together are not. */
  @Test
  public void whoSpeaksSlowlyLosesItsConnection() throws Exception {
    try (Socket slow = new Socket(HOST, server.port())) {
      slow.setSoTimeout(50);
      // The begin of a TLS record of 16 KB, which would take a quarter of an hour at that pace.
      OutputStream out = slow.getOutputStream();
      out.write(new byte[] {22, 3, 1, 63, 0, 1});
      Await.until(
          "the end",
          () -> {
            try {
              out.write(0);
              return slow.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
              return false;
            } catch (IOException e) {
              return true;
            }
          });
    }
  }

  @Test
  public void whoShowsNoCertificateIsRefused() throws Exception {
    try (ClusterTls tls = authority.open("server")) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {tls.trust()}, null);
      RpcClients clients =
          new RpcClients(
              RpcClientSettings.defaults(),
              RpcSockets.tls(context, peer -> true),
              System::nanoTime);
      open.add(clients);
      refusal(clients, server.port());
    }
  }

  @Test
  public void whoSpeaksInClearHearsNothing() throws Exception {
    RpcClients clients = new RpcClients(RpcClientSettings.defaults());
    open.add(clients);
    assertThrows(RpcUnreachableException.class, () -> call(clients, server.port()));
    assertEquals(0, service.calls.get());
  }

  @Test
  public void aWrongSecretIsRefusedByBothSides() throws Exception {
    ClusterTls right = bySecret("right", "0123456789abcdefghij");
    RpcServer guarded = serve(right);
    call(clients(bySecret("same", "0123456789abcdefghij")), guarded.port());
    service.calls.set(0);
    refusal(clients(bySecret("wrong", "0123456789abcdefghij?")), guarded.port());
    refusal(clients(authority.open("server")), guarded.port());
  }

  private ClusterTls bySecret(String name, String text) throws IOException {
    java.nio.file.Path file = folder.getRoot().toPath().resolve(name);
    java.nio.file.Files.writeString(file, text);
    java.nio.file.Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    return ClusterTls.open(SecuritySettings.secret(file, "zeppelin", HOST, 1_000)).get();
  }

  @Test
  public void olderTlsIsNotSpoken() throws Exception {
    try (ClusterTls tls = authority.open("server");
        SSLSocket socket =
            (SSLSocket) tls.context().getSocketFactory().createSocket(HOST, server.port())) {
      assertTrue(List.of(socket.getSupportedProtocols()).contains("TLSv1.1"));
      socket.setEnabledProtocols(new String[] {"TLSv1.1", "TLSv1"});
      assertThrows(IOException.class, socket::startHandshake);
    }
  }

  @Test
  public void whoSaysNothingLosesItsConnection() throws Exception {
    try (Socket silent = new Socket(HOST, server.port())) {
      silent.setSoTimeout(10_000);
      assertEquals(-1, silent.getInputStream().read());
    }
    call(clients(authority.open("server")), server.port());
  }

  @Test
  public void whatWasHeardOnceOpensNothingAgain() throws Exception {
    byte[] heard;
    try (Relay relay = new Relay(server.port())) {
      call(clients(authority.open("server")), relay.port());
      heard = relay.heard();
    }
    assertTrue("a handshake and a call", heard.length > 500);
    service.calls.set(0);
    Relay.replay(heard, server.port(), 10_000);
    assertEquals(0, service.calls.get());
  }
}
