// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.Optional;
import java.util.TreeSet;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;

/** Numbers one client's requests and knows which of them are answered. Thread-safe. */
public final class RequestIds {

  /** Far below what the replicas remember of one client. */
  public static final int MAX_UNDER_WAY = 2048;

  private final String client;
  private final TreeSet<Long> underWay = new TreeSet<>();
  private long next = 1;

  /**
   * @param client unique to one life of one proposer: a name used twice would be given the answers
   *     of its predecessor
   */
  public RequestIds(String client) {
    this.client = client;
  }

  /** A fresh id; empty when too many requests are not answered, or span too many numbers. */
  public synchronized Optional<RequestId> take() {
    if (!underWay.isEmpty() && next - underWay.first() >= MAX_UNDER_WAY) {
      return Optional.empty();
    }
    long sequence = next++;
    underWay.add(sequence);
    return Optional.of(new RequestId(client, sequence, underWay.first()));
  }

  /** The request was answered, or its client will not ask again. */
  public synchronized void done(RequestId id) {
    underWay.remove(id.getSequence());
  }
}
