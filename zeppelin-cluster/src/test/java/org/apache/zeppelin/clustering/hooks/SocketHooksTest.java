// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import static org.junit.Assert.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.socket.NotebookSocket;
import org.apache.zeppelin.socket.NotebookSocketListener;
import org.eclipse.jetty.websocket.api.RemoteEndpoint;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.Test;

/** The connection of the Zeppelin on the class path, with the hooks woven into it. */
public class SocketHooksTest {

  private final NotebookSocketListener zeppelin = mock(NotebookSocketListener.class);
  private final NotebookSocket socket = new NotebookSocket(null, "", zeppelin);
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** A connection that breaks when something is sent, as Jetty tells of it: in that very call. */
  private void connect() {
    RemoteEndpoint remote = mock(RemoteEndpoint.class);
    when(remote.sendStringByFuture(anyString()))
        .thenAnswer(
            call -> {
              socket.onWebSocketClose(1006, "gone");
              return null;
            });
    Session session = mock(Session.class);
    when(session.getRemote()).thenReturn(remote);
    doAnswer(call -> told.add(Thread.holdsLock(socket) ? "locked" : "free"))
        .when(zeppelin)
        .onClose(any(), anyInt(), anyString());
    socket.onWebSocketConnect(session);
  }

  @Test
  public void whoSeesToABrokenConnectionDoesNotHoldItsLock() throws Exception {
    ClassFileLocator files =
        ClassFileLocator.ForClassLoader.of(NotebookSocket.class.getClassLoader());
    ByteBuddyAgent.install();
    ClassReloadingStrategy reloading = ClassReloadingStrategy.fromInstalledAgent();
    Cluster cluster = mock(Cluster.class);
    doAnswer(
            call -> {
              new Thread(() -> socket.onWebSocketClose(call.getArgument(1), call.getArgument(2)))
                  .start();
              return null;
            })
        .when(cluster)
        .brokenWhileSending(any(), anyInt(), anyString());
    connect();
    socket.send("without hooks");
    assertEquals(List.of("locked"), told);

    new Weaving(files)
        .apply(
            new ByteBuddy().redefine(NotebookSocket.class, files),
            TypeDescription.ForLoadedType.of(NotebookSocket.class))
        .make()
        .load(NotebookSocket.class.getClassLoader(), reloading);
    PresentCluster present = new PresentCluster(cluster);
    try {
      socket.send("with hooks");
      Await.until("it is seen to", () -> told.size() == 2);
      assertEquals(List.of("locked", "free"), told);
      socket.onWebSocketClose(1000, "by itself");
      assertEquals(List.of("locked", "free", "free"), told);
    } finally {
      present.close();
      reloading.reset(NotebookSocket.class);
    }
  }
}
