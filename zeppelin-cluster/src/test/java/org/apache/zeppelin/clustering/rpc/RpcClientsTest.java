// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.junit.After;
import org.junit.Test;

public class RpcClientsTest {

  private static final String LOOPBACK = "127.0.0.1";
  private static final RpcClientSettings ALWAYS_TRUSTING =
      new RpcClientSettings(1_000, 8, 30_000, 30_000, 1024 * 1024);
  private static final RpcCall<Boolean> CHECK =
      client -> {
        client.checkProcess(new ProcessRef("md", 1));
        return true;
      };

  private final FakeService service = new FakeService();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @After
  public void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  private RpcServer serve(int port) throws IOException {
    RpcServer server =
        new RpcServer(
            new InetSocketAddress(LOOPBACK, port), service.handler(), RpcLimits.defaults());
    toClose.add(server);
    server.start();
    return server;
  }

  private RpcClients clients(RpcClientSettings settings) {
    RpcClients clients = new RpcClients(settings);
    toClose.add(clients);
    return clients;
  }

  @Test
  public void declaredExceptionsPassAndKeepTheConnection() throws Exception {
    int port = serve(0).port();
    CountingSockets sockets = new CountingSockets();
    RpcClients clients =
        new RpcClients(RpcClientSettings.defaults(), sockets.sockets(), System::nanoTime);
    toClose.add(clients);
    service.check =
        process -> {
          throw new StaleException("stale", 7);
        };
    for (int i = 0; i < 3; i++) {
      StaleException e =
          assertThrows(StaleException.class, () -> clients.call(LOOPBACK, port, 1_000, CHECK));
      assertEquals(7, e.getCurrentEpoch());
    }
    assertEquals(1, sockets.made.get());
  }

  @Test
  public void refusedConnectionSaysSo() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      port = free.getLocalPort();
    }
    RpcUnreachableException e =
        assertThrows(
            RpcUnreachableException.class,
            () -> clients(RpcClientSettings.defaults()).call(LOOPBACK, port, 1_000, CHECK));
    assertTrue(e.refused());
    assertFalse(e.mayHaveBeenReceived());
    assertEquals(port, e.port());
    assertTrue(e.getMessage(), e.getMessage().contains(LOOPBACK + ":" + port));
  }

  @Test
  public void unknownHostIsUnreachable() {
    RpcUnreachableException e =
        assertThrows(
            RpcUnreachableException.class,
            () -> clients(RpcClientSettings.defaults()).call("no.invalid", 1, 1_000, CHECK));
    assertFalse(e.refused());
    assertTrue(e.getMessage(), e.getMessage().contains("no.invalid"));
  }

  @Test
  public void timeoutMayHaveBeenReceivedAndIsNotRepeated() throws Exception {
    int port = serve(0).port();
    RpcClients clients = clients(RpcClientSettings.defaults());
    clients.call(LOOPBACK, port, 1_000, CHECK);
    service.check = process -> Thread.sleep(3_000);
    RpcUnreachableException e =
        assertThrows(
            RpcUnreachableException.class,
            () -> clients.callIdempotent(LOOPBACK, port, 200, CHECK));
    assertTrue(e.mayHaveBeenReceived());
    assertEquals(2, service.calls.get());
  }

  @Test
  public void restartOfTheServerIsNotNoticedByCallers() throws Exception {
    RpcServer first = serve(0);
    int port = first.port();
    RpcClients clients = clients(RpcClientSettings.defaults());
    clients.call(LOOPBACK, port, 1_000, CHECK);
    first.close();
    serve(port);
    Thread.sleep(100);
    assertTrue(clients.call(LOOPBACK, port, 1_000, CHECK));
    assertEquals(2, service.calls.get());
  }

  /** A peer that reads the request and closes without an answer, then answers properly. */
  private int closesAfterRequest(AtomicInteger requests) throws IOException {
    ServerSocket listening = new ServerSocket(0, 5, InetAddress.getByName(LOOPBACK));
    toClose.add(listening);
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  try (Socket socket = listening.accept()) {
                    byte[] frame = new byte[4096];
                    if (socket.getInputStream().read(frame) > 0) {
                      requests.incrementAndGet();
                    }
                  }
                }
              } catch (IOException closed) {
                // The test is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return listening.getLocalPort();
  }

  @Test
  public void requestThatMayHaveBeenReceivedIsSentOnceUnlessIdempotent() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    int port = closesAfterRequest(requests);
    RpcClients clients = clients(ALWAYS_TRUSTING);
    RpcUnreachableException e =
        assertThrows(
            RpcUnreachableException.class, () -> clients.call(LOOPBACK, port, 1_000, CHECK));
    assertTrue(e.mayHaveBeenReceived());
    assertEquals(1, requests.get());
  }

  @Test
  public void oldConnectionThatBreaksIsRetriedOnlyForIdempotentCalls() throws Exception {
    RpcServer first = serve(0);
    int port = first.port();
    RpcClients clients = clients(ALWAYS_TRUSTING);
    clients.call(LOOPBACK, port, 1_000, CHECK);
    first.close();
    serve(port);
    // The trusted connection is dead; its request leaves before the operating system says so.
    RpcUnreachableException e =
        assertThrows(
            RpcUnreachableException.class, () -> clients.call(LOOPBACK, port, 1_000, CHECK));
    assertTrue(e.mayHaveBeenReceived());
    clients.call(LOOPBACK, port, 1_000, CHECK);
    toClose.get(2).close();
    serve(port);
    assertTrue(clients.callIdempotent(LOOPBACK, port, 1_000, CHECK));
  }

  @Test
  public void aCallThatWaitsForALostServerFailsAtOnceAndIsNotRepeated() throws Exception {
    int port = serve(0).port();
    RpcClients clients = clients(RpcClientSettings.defaults());
    clients.call(LOOPBACK, port, 1_000, CHECK);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    service.check =
        process -> {
          calls.incrementAndGet();
          entered.countDown();
          leave.await();
        };
    CompletableFuture<Boolean> waiting = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                waiting.complete(clients.callIdempotent(LOOPBACK, port, 600_000, CHECK));
              } catch (TException e) {
                waiting.completeExceptionally(e);
              }
            });
    caller.start();
    try {
      entered.await();
      clients.cut(LOOPBACK, port);
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> waiting.get(60, TimeUnit.SECONDS));
      assertTrue(((RpcUnreachableException) e.getCause()).mayHaveBeenReceived());
      assertEquals(1, calls.get());
    } finally {
      leave.countDown();
      caller.join();
    }
    service.check = process -> {};
    clients.call(LOOPBACK, port, 1_000, CHECK);
  }

  @Test
  public void manyCallsAtOnce() throws Exception {
    int port = serve(0).port();
    service.check = process -> Thread.sleep(5);
    RpcClients clients = clients(RpcClientSettings.defaults());
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        answers.add(callers.submit(() -> clients.call(LOOPBACK, port, 5_000, CHECK)));
      }
      for (Future<Boolean> answer : answers) {
        assertTrue(answer.get());
      }
    } finally {
      callers.shutdownNow();
    }
    assertEquals(400, service.calls.get());
  }

  @Test
  public void answerOverTheLimitIsUnreachable() throws Exception {
    int port = serve(0).port();
    service.check =
        process -> {
          throw new StaleException("x".repeat(4096), 1);
        };
    RpcClients clients = clients(new RpcClientSettings(1_000, 8, 30_000, 50, 1024));
    assertThrows(RpcUnreachableException.class, () -> clients.call(LOOPBACK, port, 1_000, CHECK));
  }

  @Test
  public void closedClientsRefuse() {
    RpcClients clients = clients(RpcClientSettings.defaults());
    clients.close();
    assertThrows(IllegalStateException.class, () -> clients.call(LOOPBACK, 1, 1_000, CHECK));
  }
}
