// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class RpcServerTest {

  private static final String LOOPBACK = "127.0.0.1";
  private static final RpcLimits SMALL = new RpcLimits(64 * 1024, 1000, 5_000, 300, 16);

  private final FakeService service = new FakeService();
  private final RpcClients clients = new RpcClients(RpcClientSettings.defaults());
  private RpcServer server;

  @Before
  public void start() throws IOException {
    server = new RpcServer(new InetSocketAddress(LOOPBACK, 0), service.handler(), SMALL);
    server.start();
  }

  @After
  public void stop() {
    clients.close();
    server.close();
  }

  private void callWorks() throws Exception {
    int before = service.calls.get();
    clients.call(
        LOOPBACK,
        server.port(),
        2_000,
        client -> {
          client.checkProcess(new ProcessRef("md:shared_process", 1));
          return null;
        });
    assertEquals(before + 1, service.calls.get());
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByName(LOOPBACK), server.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static void assertClosedByPeer(Socket socket) throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        // An answer about what was wrong may come before the end.
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the server kept the connection", e);
    } catch (IOException reset) {
      // As good as an end.
    }
  }

  @Test
  public void frameOverTheLimitCostsItsConnectionOnly() throws Exception {
    try (Socket socket = connect()) {
      new DataOutputStream(socket.getOutputStream()).writeInt(SMALL.maxFrameBytes() + 1);
      long from = System.nanoTime();
      assertClosedByPeer(socket);
      assertTrue(System.nanoTime() - from < TimeUnit.MILLISECONDS.toNanos(250));
    }
    callWorks();
  }

  @Test
  public void truncatedFrameIsGivenUpAfterTheReadTimeout() throws Exception {
    try (Socket socket = connect()) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(1000);
      out.write(new byte[10]);
      out.flush();
      long from = System.nanoTime();
      assertClosedByPeer(socket);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
      assertTrue("closed after " + millis + " ms", millis < 2_000);
    }
    callWorks();
  }

  @Test
  public void aByteNowAndThenDoesNotKeepAFrameOpen() throws Exception {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      new DataOutputStream(out).writeInt(1000);
      long from = System.nanoTime();
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 40; i++) {
              out.write(0);
              Thread.sleep(100);
            }
          });
      assertTrue(System.nanoTime() - from < TimeUnit.SECONDS.toNanos(3));
    }
    callWorks();
  }

  @Test
  public void randomBytesCostTheirConnectionsOnly() throws Exception {
    Random random = new Random(42);
    for (int i = 0; i < 1000; i++) {
      try (Socket socket = connect()) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        if (random.nextBoolean()) {
          out.writeInt(bytes.length);
        }
        out.write(bytes);
        out.flush();
        socket.shutdownOutput();
        if (i % 50 == 0) {
          assertClosedByPeer(socket);
          callWorks();
        }
      } catch (java.net.SocketException reset) {
        // The server was quicker than we.
      }
    }
    callWorks();
  }

  @Test
  public void connectionsOverTheLimitAreClosed() throws Exception {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < SMALL.maxConnections(); i++) {
        held.add(connect());
      }
      Thread.sleep(200);
      try (Socket surplus = connect()) {
        assertClosedByPeer(surplus);
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
    Thread.sleep(200);
    callWorks();
  }

  @Test
  public void takenPortIsNamedWithItsSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      RpcServer second =
          new RpcServer(
              new InetSocketAddress(LOOPBACK, taken.getLocalPort()), service.handler(), SMALL);
      IOException e = assertThrows(IOException.class, second::start);
      assertTrue(e.getMessage(), e.getMessage().contains("zeppelin.cluster.service.port"));
      assertTrue(e.getMessage(), e.getMessage().contains(LOOPBACK + ":" + taken.getLocalPort()));
      second.close();
    }
  }

  @Test
  public void closeEndsThreadsIdleConnectionsAndCallsInProgress() throws Exception {
    CountDownLatch inCall = new CountDownLatch(1);
    service.check =
        process -> {
          inCall.countDown();
          Thread.sleep(60_000);
        };
    Thread caller =
        new Thread(
            () ->
                assertThrows(
                    RpcUnreachableException.class,
                    () ->
                        clients.call(
                            LOOPBACK,
                            server.port(),
                            60_000,
                            client -> {
                              client.checkProcess(new ProcessRef("md", 1));
                              return null;
                            })));
    caller.start();
    try (Socket idle = connect()) {
      assertTrue(inCall.await(5, TimeUnit.SECONDS));
      server.close();
      assertClosedByPeer(idle);
    }
    caller.join(5_000);
    assertTrue(!caller.isAlive());
    awaitNoThread();
  }

  @Test
  public void closeRightAfterStartEndsItToo() throws Exception {
    server.close();
    for (int i = 0; i < 200; i++) {
      RpcServer shortLived =
          new RpcServer(new InetSocketAddress(LOOPBACK, 0), service.handler(), SMALL);
      shortLived.start();
      shortLived.close();
    }
    awaitNoThread();
  }

  private static void awaitNoThread() throws InterruptedException {
    // A pool has ended a moment before the last of its threads has.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (rpcThreads() > 0 && end - System.nanoTime() > 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertEquals(0, rpcThreads());
  }

  private static long rpcThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("zeppelin-cluster-rpc"))
        .count();
  }
}
