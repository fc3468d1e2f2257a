// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Lets the threads of this server that need the same process at once share one search for it: the
 * first does it, the others get its result, or its error.
 */
final class Flights {

  private final ProcessFinder finder;
  private final Map<String, Flight> byGroup = new ConcurrentHashMap<>();

  Flights(ProcessFinder finder) {
    this.finder = finder;
  }

  RunningProcess find(GroupRequest request, WaitListener listener) throws IOException {
    Flight mine = new Flight();
    Flight flight = byGroup.putIfAbsent(request.interpreterGroupId(), mine);
    if (flight != null) {
      flight.join(listener);
      return result(flight);
    }
    mine.join(listener);
    try {
      mine.process.complete(finder.find(request, mine::tell));
    } catch (IOException | RuntimeException e) {
      mine.process.completeExceptionally(e);
    } finally {
      byGroup.remove(request.interpreterGroupId(), mine);
    }
    return result(mine);
  }

  private static RunningProcess result(Flight flight) throws IOException {
    try {
      return flight.process.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException) {
        throw (IOException) e.getCause();
      }
      throw (RuntimeException) e.getCause();
    }
  }

  private static final class Flight {
    private final CompletableFuture<RunningProcess> process = new CompletableFuture<>();
    private final List<WaitListener> listeners = new CopyOnWriteArrayList<>();
    private volatile String reason;

    void join(WaitListener listener) {
      listeners.add(listener);
      String waitingFor = reason;
      if (waitingFor != null) {
        listener.waiting(waitingFor);
      }
    }

    void tell(String waitingFor) {
      reason = waitingFor;
      listeners.forEach(l -> l.waiting(waitingFor));
    }
  }
}
