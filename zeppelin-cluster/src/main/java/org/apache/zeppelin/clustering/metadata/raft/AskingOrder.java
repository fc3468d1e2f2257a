// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which servers to ask first: not those that were late or failed when they were last asked. */
final class AskingOrder {

  private final List<String> late = new ArrayList<>();

  /** All of them; those last that were late, the latest at the very end. Any thread. */
  synchronized List<String> of(Set<String> servers) {
    late.retainAll(servers);
    List<String> order = new ArrayList<>(new TreeSet<>(servers));
    order.removeAll(late);
    order.addAll(late);
    return order;
  }

  /** Did not answer in time, or failed. Any thread. */
  synchronized void late(String server) {
    late.remove(server);
    late.add(server);
  }
}
