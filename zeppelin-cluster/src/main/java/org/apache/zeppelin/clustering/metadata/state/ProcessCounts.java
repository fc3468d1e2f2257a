// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;

/**
 * How many processes each server manages, in all and of each user: kept up with each change, for
 * going through ten thousand takes longer than all else of a placement. Immutable; follows from the
 * entries, so that no snapshot has it.
 */
final class ProcessCounts {

  private static final ProcessCounts NONE =
      new ProcessCounts(SortedTree.empty(), SortedTree.empty());

  private final SortedTree<String, Integer> byManager;
  private final SortedTree<String, SortedTree<String, Integer>> byManagerAndUser;

  private ProcessCounts(
      SortedTree<String, Integer> byManager,
      SortedTree<String, SortedTree<String, Integer>> byManagerAndUser) {
    this.byManager = byManager;
    this.byManagerAndUser = byManagerAndUser;
  }

  static ProcessCounts none() {
    return NONE;
  }

  int of(String manager) {
    return count(byManager, manager);
  }

  int of(String manager, String user) {
    SortedTree<String, Integer> users = byManagerAndUser.get(manager);
    return users == null ? 0 : count(users, user);
  }

  /**
   * @param before null when the entry is new
   * @param after null when it is gone
   */
  ProcessCounts changed(Entry before, Entry after) {
    return counted(before, -1).counted(after, 1);
  }

  private ProcessCounts counted(Entry entry, int more) {
    if (entry == null || !entry.getValue().isSetProcess()) {
      return this;
    }
    ProcessEntry process = entry.getValue().getProcess();
    String manager = process.getManager();
    SortedTree<String, Integer> users = byManagerAndUser.get(manager);
    users = counted(users == null ? SortedTree.empty() : users, process.getUserName(), more);
    return new ProcessCounts(
        counted(byManager, manager, more),
        users.size() == 0
            ? byManagerAndUser.remove(manager)
            : byManagerAndUser.put(manager, users));
  }

  private static SortedTree<String, Integer> counted(
      SortedTree<String, Integer> counts, String key, int more) {
    int count = count(counts, key) + more;
    return count == 0 ? counts.remove(key) : counts.put(key, count);
  }

  private static int count(SortedTree<String, Integer> counts, String key) {
    Integer count = counts.get(key);
    return count == null ? 0 : count;
  }
}
