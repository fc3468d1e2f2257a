// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import java.util.Objects;

/** Why a server may not start a process now. Immutable. */
final class Obstacle {

  /** What kind of rule stands against it. */
  enum Kind {
    LABELS,
    STATE,
    USER_LIMIT,
    SERVER_LIMIT,
    THRESHOLD
  }

  private final Kind kind;
  private final String sentence;

  /**
   * @param sentence names the server and what is wrong with it
   */
  Obstacle(Kind kind, String sentence) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.sentence = Objects.requireNonNull(sentence, "sentence");
  }

  Kind kind() {
    return kind;
  }

  String sentence() {
    return sentence;
  }
}
