// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners, in order, on one thread; a listener that throws does not stop the others.
 */
final class SessionEvents implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SessionEvents.class);

  private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
  private final ThreadPoolExecutor thread = Threads.pool(1, "zeppelin-cluster-session-events");

  void add(SessionListener listener) {
    listeners.add(listener);
  }

  void remove(SessionListener listener) {
    listeners.remove(listener);
  }

  void opened(String session) {
    tell(listener -> listener.onSessionOpened(session), () -> {});
  }

  void lapsed(String session) {
    tell(listener -> listener.onLapsed(session), () -> {});
  }

  void recovered(String session) {
    tell(listener -> listener.onRecovered(session), () -> {});
  }

  /**
   * @param then runs when every listener has returned
   */
  void lost(String session, Runnable then) {
    tell(listener -> listener.onSessionLost(session), then);
  }

  private void tell(Consumer<SessionListener> event, Runnable then) {
    try {
      thread.execute(
          () -> {
            listeners.forEach(listener -> tell(listener, event));
            then.run();
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("Session events have ended", e);
    }
  }

  private static void tell(SessionListener listener, Consumer<SessionListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      LOG.error("A listener of the server's session failed", e);
    }
  }

  @Override
  public void close() {
    Threads.end(thread);
  }
}
