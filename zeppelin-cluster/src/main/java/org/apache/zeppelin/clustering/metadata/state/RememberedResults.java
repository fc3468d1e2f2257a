// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.zeppelin.clustering.metadata.wire.ClientResults;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;

/**
 * What was answered to whom, so that a retried request applies once. Part of the replicated state:
 * each replica remembers and forgets the same. Immutable.
 */
final class RememberedResults {

  /** Servers of a cluster and their recent predecessors; each start of a server is one client. */
  static final int MAX_CLIENTS = 1024;

  /**
   * The proposer keeps far fewer requests under way ({@link RequestIds#MAX_UNDER_WAY}), so that no
   * result is forgotten for this limit; it only bounds the memory that a faulty client can take.
   */
  static final int MAX_RESULTS_PER_CLIENT = 4096;

  private static final class Client {
    final long answeredBelow;
    final SortedTree<Long, Result> results;
    final long lastIndex;

    Client(long answeredBelow, SortedTree<Long, Result> results, long lastIndex) {
      this.answeredBelow = answeredBelow;
      this.results = results;
      this.lastIndex = lastIndex;
    }
  }

  private final SortedTree<String, Client> clients;
  private final SortedTree<Long, String> byLastIndex;

  private RememberedResults(
      SortedTree<String, Client> clients, SortedTree<Long, String> byLastIndex) {
    this.clients = clients;
    this.byLastIndex = byLastIndex;
  }

  static RememberedResults none() {
    return new RememberedResults(SortedTree.empty(), SortedTree.empty());
  }

  static RememberedResults of(List<ClientResults> all) {
    SortedTree<String, Client> clients = SortedTree.empty();
    SortedTree<Long, String> ages = SortedTree.empty();
    for (ClientResults one : all) {
      SortedTree<Long, Result> results = SortedTree.empty();
      for (Map.Entry<Long, Result> result : one.getResults().entrySet()) {
        results = results.put(result.getKey(), result.getValue());
      }
      clients =
          clients.put(
              one.getClient(), new Client(one.getAnsweredBelow(), results, one.getLastIndex()));
      ages = ages.put(one.getLastIndex(), one.getClient());
    }
    return new RememberedResults(clients, ages);
  }

  /** Everything, in the order of the clients' names. */
  List<ClientResults> all() {
    List<ClientResults> all = new ArrayList<>(clients.size());
    clients.visit(
        (name, client) -> {
          Map<Long, Result> results = new TreeMap<>();
          client.results.visit((sequence, result) -> results.put(sequence, result) == null);
          return all.add(new ClientResults(name, client.answeredBelow, results, client.lastIndex));
        });
    return all;
  }

  /** The answer to a request that was seen before; empty when it must be applied. */
  Optional<Result> find(RequestId id, long index) {
    Client known = clients.get(id.getClient());
    if (known == null) {
      return Optional.empty();
    }
    Result result = known.results.get(id.getSequence());
    if (result == null && id.getSequence() < known.answeredBelow) {
      // A duplicate that lingered in the network: its client has its answer and moved on.
      result =
          new Result(ResultCode.REFUSED, index)
              .setMessage("request " + id.getSequence() + " was answered long ago");
    }
    return Optional.ofNullable(result);
  }

  RememberedResults with(RequestId id, Result result, long index) {
    Client known = clients.get(id.getClient());
    SortedTree<Long, Result> results = SortedTree.empty();
    SortedTree<Long, String> ages = byLastIndex;
    long answeredBelow = id.getAnsweredBelow();
    if (known != null) {
      results = known.results;
      ages = ages.remove(known.lastIndex);
      answeredBelow = Math.max(answeredBelow, known.answeredBelow);
    }
    results = results.put(id.getSequence(), result);
    while (results.firstKey().isPresent()
        && (results.firstKey().get() < answeredBelow || results.size() > MAX_RESULTS_PER_CLIENT)) {
      long forgotten = results.firstKey().get();
      answeredBelow = Math.max(answeredBelow, forgotten + 1);
      results = results.remove(forgotten);
    }
    RememberedResults next =
        new RememberedResults(
            clients.put(id.getClient(), new Client(answeredBelow, results, index)),
            ages.put(index, id.getClient()));
    return next.clients.size() > MAX_CLIENTS ? next.withoutOldest() : next;
  }

  private RememberedResults withoutOldest() {
    Long oldest = byLastIndex.firstKey().orElseThrow();
    return new RememberedResults(
        clients.remove(byLastIndex.get(oldest)), byLastIndex.remove(oldest));
  }
}
