// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.zeppelin.clustering.rpc.Relay;
import org.apache.zeppelin.clustering.security.ClusterTls;
import org.apache.zeppelin.clustering.security.SecuritySettings;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Three real servers with certificates, and whoever has none, or the wrong one. */
public class SecurityIT {

  private static final int SERVERS = 3;
  private static final int RAFT = 1_000;
  private static final int SERVICE = 2_000;
  private static final int PATIENCE_MILLIS = 20_000;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static Path ours;
  private static Path theirs;
  private static RealCluster cluster;

  @BeforeClass
  public static void up() throws Exception {
    assumeTrue("there is no openssl: install it", Balancer.program("openssl").isPresent());
    ours = FOLDER.getRoot().toPath().resolve("ours");
    theirs = FOLDER.getRoot().toPath().resolve("theirs");
    certify(ours, "localhost", "elsewhere.example.com");
    certify(theirs, "localhost");
    cluster =
        RealCluster.up(
            FOLDER.newFolder("cluster").toPath(),
            SERVERS,
            "--set",
            SecuritySettings.TLS_CERTIFICATE + "=" + ours.resolve("localhost.pem"),
            "--set",
            SecuritySettings.TLS_KEY + "=" + ours.resolve("localhost-key.pem"),
            "--set",
            SecuritySettings.TLS_AUTHORITY + "=" + ours.resolve("authority.pem"),
            "--set",
            "zeppelin.cluster.tls.reload.ms=200",
            "--set",
            "zeppelin.cluster.placement.policy=spread");
    cluster.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** As a user would: dev/make-certs.sh DIR HOST... */
  private static void certify(Path dir, String... hosts) throws Exception {
    Path script = Path.of(System.getProperty("cluster.script")).resolveSibling("make-certs.sh");
    List<String> command = new ArrayList<>(List.of(script.toString(), dir.toString()));
    command.addAll(Arrays.asList(hosts));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(said, 0, process.waitFor());
  }

  private static int port(int server, int offset) {
    return URI.create(cluster.url(server)).getPort() + offset;
  }

  private static ClusterTls as(Path dir, String host) {
    return ClusterTls.open(
            SecuritySettings.pem(
                dir.resolve(host + ".pem"),
                dir.resolve(host + "-key.pem"),
                ours.resolve("authority.pem"),
                Optional.empty(),
                60_000))
        .get();
  }

  /** What the port says after the handshake, if anything. */
  private static int answer(ClusterTls tls, int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) tls.context().getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      // Without it gRPC speaks to nobody.
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getInputStream().read();
    }
  }

  @Test
  public void aProcessOfAnyServerIsUsedThroughAllOthers() throws Exception {
    Set<String> pids = new TreeSet<>();
    for (int server = 1; server <= SERVERS; server++) {
      pids.add(cluster.run(server, "%sample pid").success());
    }
    assertEquals("one process: " + pids, 1, pids.size());
    List<JsonObject> processes = cluster.processes(1);
    assertEquals(1, processes.size());
  }

  @Test
  public void nothingIsWarnedOf() throws Exception {
    assertTrue(cluster.raw(1, "/cluster/servers").contains("\"message\":\"\""));
    assertFalse(cluster.log(1).contains("ask nobody who he is"));
  }

  @Test
  public void aMemberIsLetIn() throws Exception {
    try (ClusterTls member = as(ours, "localhost")) {
      assertEquals('Z', answer(member, port(1, SERVICE)));
      assertTrue(answer(member, port(1, RAFT)) >= 0);
    }
  }

  @Test
  public void aStrangerIsNot() throws Exception {
    try (ClusterTls stranger = as(theirs, "localhost")) {
      assertThrows(IOException.class, () -> answer(stranger, port(1, SERVICE)));
      assertThrows(IOException.class, () -> answer(stranger, port(1, RAFT)));
    }
  }

  @Test
  public void norIsAHostThatIsNoMember() throws Exception {
    try (ClusterTls elsewhere = as(ours, "elsewhere.example.com")) {
      assertEquals(-1, answer(elsewhere, port(1, SERVICE)));
    }
  }

  @Test
  public void norIsOneWhoseTimeIsOver() throws Exception {
    Path late = FOLDER.newFolder("late").toPath();
    for (String file : List.of("authority.pem", "authority-key.pem")) {
      Files.copy(ours.resolve(file), late.resolve(file));
    }
    certify(late, "--days", "0", "localhost");
    try (ClusterTls expired = as(late, "localhost")) {
      assertThrows(IOException.class, () -> answer(expired, port(1, SERVICE)));
      assertThrows(IOException.class, () -> answer(expired, port(1, RAFT)));
    }
  }

  @Test
  public void norIsWhoSpeaksInClear() throws Exception {
    for (int offset : new int[] {RAFT, SERVICE}) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(1, offset))) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes("US-ASCII"));
        try {
          byte[] said = socket.getInputStream().readAllBytes();
          // An alert of TLS, if anything.
          assertTrue("said " + said.length + " bytes", said.length <= 16);
        } catch (SocketTimeoutException e) {
          throw new AssertionError("the connection was kept", e);
        } catch (IOException reset) {
          // As good as an end.
        }
      }
    }
  }

  @Test
  public void norIsAHandshakeThatWasOverheard() throws Exception {
    for (int offset : new int[] {RAFT, SERVICE}) {
      byte[] heard;
      try (ClusterTls member = as(ours, "localhost");
          Relay relay = new Relay(port(1, offset))) {
        assertTrue("the member is answered", answer(member, relay.port()) >= 0);
        heard = relay.heard();
      }
      assertTrue("a handshake", heard.length > 500);
      Relay.replay(heard, port(1, offset), PATIENCE_MILLIS);
    }
  }

  @Test
  public void certificatesAreRenewedWhileTheServersRun() throws Exception {
    Path next = FOLDER.newFolder("next").toPath();
    for (String file : List.of("authority.pem", "authority-key.pem")) {
      Files.copy(ours.resolve(file), next.resolve(file));
    }
    certify(next, "localhost");
    for (String file : List.of("localhost-key.pem", "localhost.pem")) {
      Files.move(next.resolve(file), ours.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    for (int server = 1; server <= SERVERS; server++) {
      int asked = server;
      cluster.await(
          "the new certificate at server " + server,
          () -> cluster.log(asked),
          log -> log.contains("new connections are certified anew"));
    }
    aProcessOfAnyServerIsUsedThroughAllOthers();
  }

  @Test
  public void aSecretIsEnough() throws Exception {
    Path secret = FOLDER.newFile("secret").toPath();
    write(secret, "AnExampleOfASecret0123456789");
    Path dir = FOLDER.newFolder("guarded").toPath();
    try (RealCluster guarded =
        RealCluster.up(dir, 2, "--set", SecuritySettings.SECRET_FILE + "=" + secret)) {
      guarded.awaitOnline(2);
      String pid = guarded.run(1, "%sample pid").success();
      assertEquals(pid, guarded.run(2, "%sample pid").success());
      for (int server = 1; server <= 2; server++) {
        assertFalse(guarded.log(server).contains("AnExampleOfASecret"));
      }
      int first = URI.create(guarded.url(1)).getPort();
      try (ClusterTls member = knowing(secret)) {
        assertEquals('Z', answer(member, first + SERVICE));
      }
      Path other = FOLDER.newFile("other-secret").toPath();
      write(other, "AnotherExampleOfASecret0123456789");
      try (ClusterTls stranger = knowing(other)) {
        assertThrows(IOException.class, () -> answer(stranger, first + SERVICE));
        assertThrows(IOException.class, () -> answer(stranger, first + RAFT));
      }
    }
  }

  @Test
  public void aServerWithAnotherSecretStaysOutAndSaysWhy() throws Exception {
    Path secret = FOLDER.newFile("members-secret").toPath();
    write(secret, "AnExampleOfASecret0123456789");
    Path other = FOLDER.newFile("outsiders-secret").toPath();
    write(other, "AnotherExampleOfASecret0123456789");
    try (RealCluster guarded =
        RealCluster.up(
            FOLDER.newFolder("outsider").toPath(),
            SERVERS,
            "--set",
            SecuritySettings.SECRET_FILE + "=" + secret,
            "--set",
            SERVERS + ":" + SecuritySettings.SECRET_FILE + "=" + other)) {
      guarded.await(
          "the outsider says why it is alone",
          () -> guarded.log(SERVERS),
          log -> log.contains("do not accept each other's certificates"));
      guarded.await(
          "the two are a cluster without it",
          () -> guarded.servers(1),
          servers ->
              servers.stream().filter(s -> s.get("state").getAsString().equals("ONLINE")).count()
                  == SERVERS - 1);
      assertEquals("OFFLINE", guarded.server(1, SERVERS).get("state").getAsString());
      String pid = guarded.run(1, "%sample pid").success();
      assertEquals(pid, guarded.run(2, "%sample pid").success());
      String refusal = guarded.raw(SERVERS, "/cluster/servers");
      assertTrue(refusal, refusal.startsWith("503 "));
      assertTrue(refusal, refusal.contains("no majority"));
    }
  }

  private static ClusterTls knowing(Path secret) {
    return ClusterTls.open(SecuritySettings.secret(secret, "zeppelin", "localhost", 60_000)).get();
  }

  private static void write(Path file, String secret) throws IOException {
    Files.writeString(file, secret);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
