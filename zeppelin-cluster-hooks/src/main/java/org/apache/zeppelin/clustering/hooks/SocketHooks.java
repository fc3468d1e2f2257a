// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.socket.NotebookServer;
import org.apache.zeppelin.socket.NotebookSocket;

/** {@code NotebookServer} and {@code ConnectionManager}: what browsers say. */
final class SocketHooks {

  private SocketHooks() {}

  static final class Message {
    private Message() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnDefaultValue.class)
    static String enter(
        @Advice.This NotebookServer server,
        @Advice.Argument(0) NotebookSocket socket,
        @Advice.Argument(value = 1, readOnly = false) String text) {
      Cluster cluster = ClusterHooks.cluster();
      String handled = cluster == null ? "" : cluster.message(server, socket, text);
      if (cluster != null && handled != null) {
        text = handled;
      }
      return handled;
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter String handled, @Advice.Argument(0) NotebookSocket socket) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null && handled != null) {
        cluster.messageHandled(socket, handled);
      }
    }
  }

  static final class Broken {
    private Broken() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
        @Advice.This NotebookSocket socket,
        @Advice.Argument(0) int code,
        @Advice.Argument(1) String reason) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster == null || !Thread.holdsLock(socket)) {
        return false;
      }
      cluster.brokenWhileSending(socket, code, reason);
      return true;
    }
  }

  static final class Left {
    private Left() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) NotebookSocket socket) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.left(socket);
      }
    }
  }
}
