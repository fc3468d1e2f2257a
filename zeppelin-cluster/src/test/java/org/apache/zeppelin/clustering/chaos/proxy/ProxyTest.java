// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Connections over this machine's loopback, from a client through a proxy to a target. */
public class ProxyTest {

  private static final int SOON_MILLIS = 10_000;

  /** For what must not come: the test is right whatever comes later. */
  private static final int SHORT_MILLIS = 50;

  private final Threads threads = new Threads();
  private final BlockingQueue<Long> pauses = new LinkedBlockingQueue<>();
  private final Outlet outlet = new Outlet(System::nanoTime);
  private final Wire forth = new Wire(outlet, new Random(1), pauses::add);
  private final Wire back = new Wire(new Outlet(System::nanoTime), new Random(1), n -> {});
  private final Relays relays = new Relays(forth, back, threads);
  private final List<Socket> sockets = new ArrayList<>();
  private ServerSocket target;
  private Entrance entrance;
  private Entrance socks;

  @Before
  public void open() throws IOException {
    target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    target.setSoTimeout(SOON_MILLIS);
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    entrance = new Entrance(free, threads, Entrance.to(address(), relays));
    socks = new Entrance(free, threads, new Socks(new OneWay()));
  }

  @After
  public void close() throws IOException {
    entrance.close();
    socks.close();
    relays.reset();
    threads.close();
    target.close();
    for (Socket each : sockets) {
      each.close();
    }
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) target.getLocalSocketAddress();
  }

  /** All of 10.77.0.0 is the target, and nothing else is anything. */
  private final class OneWay implements Socks.Ways {
    @Override
    public InetSocketAddress target(InetSocketAddress asked) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), asked.getPort());
    }

    @Override
    public Relays relays(InetSocketAddress asked) {
      return asked.getAddress().getHostAddress().startsWith("10.77.0.") ? relays : null;
    }
  }

  private Socket client() throws IOException {
    Socket socket = kept(new Socket());
    socket.connect(entrance.address(), SOON_MILLIS);
    return socket;
  }

  private Socket throughSocks(String host, int port, int millis) throws IOException {
    Socket socket = kept(new Socket(new Proxy(Proxy.Type.SOCKS, socks.address())));
    try {
      socket.connect(new InetSocketAddress(host, port), millis);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private Socket accepted() throws IOException {
    return kept(target.accept());
  }

  private Socket kept(Socket socket) throws IOException {
    sockets.add(socket);
    socket.setSoTimeout(SOON_MILLIS);
    return socket;
  }

  private static void say(Socket socket, int what) throws IOException {
    socket.getOutputStream().write(what);
  }

  private static int heard(Socket socket) throws IOException {
    return socket.getInputStream().read();
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SHORT_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> heard(socket));
    socket.setSoTimeout(SOON_MILLIS);
  }

  private void assertNobodyComes() throws IOException {
    target.setSoTimeout(SHORT_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> target.accept());
    target.setSoTimeout(SOON_MILLIS);
  }

  private static void cut(Wire wire) {
    wire.set(100, false);
  }

  private static void heal(Wire wire) {
    wire.set(0, false);
  }

  @Test
  public void bytesAndEndsPassBothWays() throws IOException {
    Socket client = client();
    Socket server = accepted();
    say(client, 1);
    assertEquals(1, heard(server));
    say(server, 2);
    assertEquals(2, heard(client));
    client.shutdownOutput();
    assertEquals(-1, heard(server));
    say(server, 3);
    assertEquals(3, heard(client));
    server.close();
    assertEquals(-1, heard(client));
  }

  @Test
  public void whatWasSentDuringACutComesAfterIt() throws IOException {
    Socket client = client();
    Socket server = accepted();
    cut(forth);
    cut(back);
    say(client, 1);
    say(server, 2);
    assertSilent(server);
    assertSilent(client);
    heal(forth);
    heal(back);
    assertEquals(1, heard(server));
    assertEquals(2, heard(client));
  }

  @Test
  public void theEndOfAConnectionIsNotHeardThroughACut() throws IOException {
    Socket client = client();
    Socket server = accepted();
    cut(forth);
    client.close();
    assertSilent(server);
    heal(forth);
    assertEquals(-1, heard(server));
  }

  @Test
  public void oneWayMayBeSilentAlone() throws IOException {
    Socket client = client();
    Socket server = accepted();
    cut(back);
    say(client, 1);
    assertEquals(1, heard(server));
    say(server, 2);
    assertSilent(client);
    heal(back);
    assertEquals(2, heard(client));
  }

  @Test
  public void nobodyConnectsWhileNothingGoesForth() throws IOException {
    cut(forth);
    assertNobodyConnects();
  }

  @Test
  public void nobodyConnectsWhileNothingComesBack() throws IOException {
    cut(back);
    assertNobodyConnects();
  }

  private void assertNobodyConnects() throws IOException {
    assertThrows(
        SocketTimeoutException.class,
        () -> throughSocks("10.77.0.1", address().getPort(), SHORT_MILLIS));
    assertNobodyComes();
  }

  @Test
  public void whoWaitsForACutToEndIsConnectedThen() throws IOException {
    for (Wire wire : List.of(forth, back)) {
      cut(wire);
      say(client(), 1);
      assertNobodyComes();
      heal(wire);
      assertEquals(1, heard(accepted()));
    }
  }

  @Test
  public void aResetIsHeardOnBothSidesAndByNewClients() throws IOException {
    Socket client = client();
    Socket server = accepted();
    say(client, 1);
    assertEquals(1, heard(server));
    forth.set(0, true);
    relays.reset();
    assertThrows(SocketException.class, () -> heard(client));
    assertThrows(SocketException.class, () -> heard(server));
    assertThrows(
        SocketException.class, () -> throughSocks("10.77.0.1", address().getPort(), SOON_MILLIS));
    heal(forth);
    say(client(), 2);
    assertEquals(2, heard(accepted()));
  }

  @Test
  public void whatIsSentLateWaits() throws IOException, InterruptedException {
    Socket client = client();
    Socket server = accepted();
    outlet.late(40);
    say(client, 1);
    assertEquals(1, heard(server));
    assertEquals(Long.valueOf(40_000_000), pauses.poll(SOON_MILLIS, TimeUnit.MILLISECONDS));
    say(server, 2);
    assertEquals(2, heard(client));
    assertTrue(pauses.isEmpty());
  }

  @Test
  public void socksLeadsToWhomTheClientAskedFor() throws IOException {
    Socket client = throughSocks("10.77.0.9", address().getPort(), SOON_MILLIS);
    Socket server = accepted();
    say(client, 1);
    assertEquals(1, heard(server));
    say(server, 2);
    assertEquals(2, heard(client));
  }

  @Test
  public void socksTellsWhenNobodyListens() throws IOException {
    int port = address().getPort();
    target.close();
    SocketException refused =
        assertThrows(SocketException.class, () -> throughSocks("10.77.0.9", port, SOON_MILLIS));
    assertTrue(refused.toString(), refused.getMessage().contains("refused"));
  }

  @Test
  public void socksTellsWhenThereIsNoWay() {
    SocketException nowhere =
        assertThrows(
            SocketException.class,
            () -> throughSocks("10.78.0.9", address().getPort(), SOON_MILLIS));
    assertTrue(nowhere.toString(), nowhere.getMessage().contains("unreachable"));
  }
}
