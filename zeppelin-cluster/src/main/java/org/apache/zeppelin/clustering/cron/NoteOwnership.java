// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import java.io.IOException;
import java.util.Optional;

/** Who owns a note. Any thread may call. */
@FunctionalInterface
public interface NoteOwnership {

  /**
   * The other server that owns the note; empty when this one does, which it does from now on if
   * nobody did.
   *
   * @param certain ask the cluster rather than what this server has heard
   * @throws IOException when this server cannot know
   */
  Optional<String> otherOwner(String noteId, boolean certain) throws IOException;
}
