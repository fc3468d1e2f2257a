// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.settings;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * What a user does to a setting or a repository, and whether what stands there lets him. A pure
 * decision.
 */
public enum Change {
  /** Makes one that must not be there yet. */
  CREATE,
  /** Changes what this server showed him; whatever came in between was not meant. */
  EDIT,
  /** Puts it there, whatever was. */
  STORE,
  /** Takes it away, whatever it is by now, and remembers that if it was never told. */
  REMOVE;

  /**
   * Which version the change departs from.
   *
   * @param subject for messages
   * @param present what stands there
   * @return 0 when nothing ever stood there; empty when there is nothing to do
   * @throws IOException when the change must not be
   */
  OptionalLong departure(String subject, Standing present) throws IOException {
    switch (this) {
      case CREATE:
        if (present.there()) {
          throw new IOException(subject + " already existed");
        }
        break;
      case EDIT:
        if (!present.there()) {
          throw new IOException(subject + " is not there, or was just removed on another server");
        }
        break;
      case REMOVE:
        if (!present.there() && present.version() > 0) {
          return OptionalLong.empty();
        }
        break;
      case STORE:
      default:
        break;
    }
    return OptionalLong.of(present.version());
  }

  /**
   * Another server's change came first: whether this one makes sense all the same.
   *
   * @throws IOException when it does not
   */
  void overtaken(String subject) throws IOException {
    if (this == EDIT) {
      throw new IOException(
          subject
              + " was changed on another server at the same moment, and that change stands: look at"
              + " it and make yours again");
    }
  }
}
