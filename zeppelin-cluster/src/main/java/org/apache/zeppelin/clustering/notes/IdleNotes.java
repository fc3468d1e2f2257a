// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which notes have been of no use for so long that their owner gives them back. Pure. */
final class IdleNotes {

  private final long idleMillis;
  private final Map<String, Long> quietSince = new HashMap<>();

  IdleNotes(long idleMillis) {
    this.idleMillis = idleMillis;
  }

  /**
   * @param owned the notes that this server owns now
   * @param quiet tells whether nobody looks at a note and nothing in it runs
   * @param nowMillis monotonic
   */
  List<String> toRelease(Collection<String> owned, Predicate<String> quiet, long nowMillis) {
    quietSince.keySet().retainAll(owned);
    List<String> release = new ArrayList<>();
    for (String noteId : owned) {
      if (!quiet.test(noteId)) {
        quietSince.remove(noteId);
      } else if (nowMillis - quietSince.computeIfAbsent(noteId, id -> nowMillis) >= idleMillis) {
        release.add(noteId);
      }
    }
    return release;
  }
}
