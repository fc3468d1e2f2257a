// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.util.function.Consumer;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.socket.NotebookSocket;

/** A connection of Zeppelin 0.10 that ends in the cluster. */
@TouchesZeppelin("let browsers of other servers use this server's notes")
final class StandInSocket010 extends NotebookSocket {

  private final String name;
  private final Consumer<String> out;

  private StandInSocket010(String name, Consumer<String> out) {
    super(null, "", null);
    this.name = name;
    this.out = out;
  }

  /** Typed as Zeppelin's, so that the release's class can be loaded where there is no Zeppelin. */
  static NotebookSocket create(String name, Consumer<String> out) {
    return new StandInSocket010(name, out);
  }

  @Override
  public synchronized void send(String text) {
    out.accept(text);
  }

  @Override
  public String toString() {
    return name;
  }
}
