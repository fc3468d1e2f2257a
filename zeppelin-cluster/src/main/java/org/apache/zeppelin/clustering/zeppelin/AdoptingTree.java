// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.List;
import org.apache.zeppelin.clustering.notes.LocalTree;
import org.apache.zeppelin.clustering.notes.wire.TreeChange;

/** After the tree was compared with the storage, nobody's notes get the permissions they had. */
final class AdoptingTree implements LocalTree {

  private final LocalTree tree;
  private final Step adopt;

  /** Something that may fail. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  AdoptingTree(LocalTree tree, Step adopt) {
    this.tree = tree;
    this.adopt = adopt;
  }

  @Override
  public void follow(List<TreeChange> changes) {
    tree.follow(changes);
  }

  @Override
  public void told() {
    tree.told();
  }

  @Override
  public void reread() throws IOException {
    tree.reread();
    adopt.run();
  }
}
