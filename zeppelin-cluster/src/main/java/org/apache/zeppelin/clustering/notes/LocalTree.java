// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.List;
import org.apache.zeppelin.clustering.notes.wire.TreeChange;

/** This server's tree of notes, and the browsers that look at it. Calls come one at a time. */
public interface LocalTree {

  /** Takes the steps that another server took; the storage has them. Never throws. */
  void follow(List<TreeChange> changes);

  /**
   * This server's own steps are in the log. Zeppelin shows its browsers the new list after most of
   * them, but leaves those of a note made by REST until somebody reloads. Never throws.
   */
  void told();

  /** Compares the tree with the storage and makes it the same. */
  void reread() throws IOException;
}
