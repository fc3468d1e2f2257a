// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.NoteEntry;

/** What a server that is asked for a note does, from what the metadata say of its owner. Pure. */
enum OwnerDecision {
  /** Nobody owns it: claim it. */
  CLAIM,
  /** This server claimed it and does not know whether that was committed: claim it once more. */
  CLAIM_OVER,
  /** Another server owns it. */
  FORWARD;

  /**
   * @param entry of the note
   * @param server this one
   */
  static OwnerDecision of(Optional<Entry> entry, String server) {
    if (entry.isEmpty()) {
      return CLAIM;
    }
    NoteEntry owner = entry.get().getValue().getNote();
    return owner.getOwner().equals(server) ? CLAIM_OVER : FORWARD;
  }
}
