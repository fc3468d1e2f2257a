// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.Optional;
import java.util.function.Consumer;

/** Stands in this server's Zeppelin for a browser that is connected to another server. */
public interface StandIn {

  /** Handles the browser's message as if it had come on a connection of this server. */
  void receive(BrowserCall call);

  /** The note that it looks at here. */
  Optional<String> viewed();

  /** The browser is gone. */
  void close();

  /** Makes them. */
  interface Factory {
    /**
     * @param name for logs
     * @param out takes what Zeppelin sends to the browser, in order; does not block
     */
    StandIn open(String name, Consumer<String> out);
  }
}
