// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.junit.After;
import org.junit.Test;

public class RouterTest {

  private static final String PAUSED = "localhost:1";
  private static final String ALIVE = "localhost:2";

  private final ExecutorService executor = Threads.pool("test-router", 2);
  private final ScheduledExecutorService clock = Threads.scheduler("test-router-clock");

  @After
  public void stop() {
    executor.shutdownNow();
    clock.shutdownNow();
  }

  @Test
  public void aConnectionIsMadeAnewWhileAnothersIsBeingClosed() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    CountDownLatch again = new CountDownLatch(1);
    RaftClientRpc rpc = mock(RaftClientRpc.class);
    when(rpc.sendRequestAsyncUnordered(any()))
        .thenAnswer(call -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
    when(rpc.handleException(any(RaftPeerId.class), any(), anyBoolean()))
        .thenAnswer(
            call -> {
              if (call.getArgument(0).equals(RaftOptions.peerId(PAUSED))) {
                closing.countDown();
                closed.await(1, TimeUnit.MINUTES);
              } else {
                again.countDown();
              }
              return true;
            });
    MetadataSettings settings =
        MetadataSettings.builder()
            .serverId("localhost:3")
            .servers(List.of(PAUSED, ALIVE, "localhost:3"))
            .storageDir(Path.of("unused"))
            .build();
    Router router =
        new Router(
            settings,
            new Roster(settings, () -> null),
            Optional::empty,
            RaftOptions.groupId("test"),
            mock(Router.LocalServer.class),
            rpc,
            System::nanoTime,
            List::of,
            executor,
            clock);
    try {
      router.askOnce(PAUSED, RaftClientRequest.readRequestType(), new byte[0], 1_000);
      assertTrue(closing.await(30, TimeUnit.SECONDS));
      router.askOnce(ALIVE, RaftClientRequest.readRequestType(), new byte[0], 1_000);
      assertTrue("it waits for the other's", again.await(30, TimeUnit.SECONDS));
    } finally {
      closed.countDown();
      router.close();
    }
  }
}
