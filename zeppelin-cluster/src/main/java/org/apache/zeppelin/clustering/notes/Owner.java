// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.Optional;

/** Who handles what concerns a note. Immutable. */
final class Owner {

  private static final Owner HERE = new Owner(null);

  private final String server;

  private Owner(String server) {
    this.server = server;
  }

  /** This server: it owns the note, or there is no such note. */
  static Owner here() {
    return HERE;
  }

  static Owner of(String otherServer) {
    return new Owner(otherServer);
  }

  /** The other server that owns it; empty when it is this one. */
  Optional<String> other() {
    return Optional.ofNullable(server);
  }
}
