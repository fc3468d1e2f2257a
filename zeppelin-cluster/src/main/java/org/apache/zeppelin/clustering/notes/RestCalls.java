// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.zeppelin.clustering.rpc.wire.RefusedException;
import org.apache.zeppelin.clustering.rpc.wire.RestAnswer;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * REST calls that this server handles for others. Some wait for a paragraph's end, so an answer may
 * be fetched later.
 */
final class RestCalls {

  private static final Logger LOGGER = LoggerFactory.getLogger(RestCalls.class);
  private static final byte[] NOTHING = new byte[0];

  private final String self;
  private final Function<RestCall, RestAnswer> handler;
  private final ExecutorService executor;
  private final long waitMillis;
  private final Map<String, Future<RestAnswer>> pending = new ConcurrentHashMap<>();

  /**
   * @param handler has the call handled as if it had come to this server
   * @param waitMillis how long one question for an answer waits
   */
  RestCalls(
      String self,
      Function<RestCall, RestAnswer> handler,
      ExecutorService executor,
      long waitMillis) {
    this.self = self;
    this.handler = handler;
    this.executor = executor;
    this.waitMillis = waitMillis;
  }

  /**
   * @param end called when the call has been handled, or will not be
   */
  RestAnswer begin(RestCall call, Runnable end) throws RefusedException, UnavailableException {
    String id = UUID.randomUUID().toString();
    pending.put(id, executor.submit(() -> handled(call, end)));
    return later(id);
  }

  private RestAnswer handled(RestCall call, Runnable end) {
    try {
      return handler.apply(call);
    } finally {
      end.run();
    }
  }

  RestAnswer later(String id) throws RefusedException, UnavailableException {
    Future<RestAnswer> answer = pending.get(id);
    if (answer == null) {
      throw new RefusedException(self + " knows nothing of this call any more");
    }
    boolean fetched = true;
    try {
      return answer.get(waitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      fetched = false;
      return new RestAnswer(0, ByteBuffer.wrap(NOTHING)).setPending(id);
    } catch (ExecutionException e) {
      LOGGER.warn("A call of another server failed", e.getCause());
      throw new RefusedException(self + " could not handle it: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(self + " is stopping");
    } finally {
      if (fetched) {
        pending.remove(id);
      }
    }
  }
}
