// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import org.apache.zeppelin.clustering.metadata.wire.Entry;

/** All entries by key, and what is counted of them. Immutable. */
final class EntryTable {

  private static final EntryTable EMPTY = new EntryTable(SortedTree.empty(), ProcessCounts.none());

  private final SortedTree<String, Entry> tree;
  private final ProcessCounts processes;

  private EntryTable(SortedTree<String, Entry> tree, ProcessCounts processes) {
    this.tree = tree;
    this.processes = processes;
  }

  static EntryTable empty() {
    return EMPTY;
  }

  /** Null when there is none. */
  Entry get(String key) {
    return tree.get(key);
  }

  EntryTable put(Entry entry) {
    String key = entry.getKey();
    return new EntryTable(tree.put(key, entry), processes.changed(tree.get(key), entry));
  }

  EntryTable remove(String key) {
    return new EntryTable(tree.remove(key), processes.changed(tree.get(key), null));
  }

  SortedTree<String, Entry> tree() {
    return tree;
  }

  ProcessCounts processes() {
    return processes;
  }
}
