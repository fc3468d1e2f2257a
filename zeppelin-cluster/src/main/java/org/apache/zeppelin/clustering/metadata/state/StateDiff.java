// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.metadata.wire.Entry;

/** What listeners hear when a server jumps from one state to a later one by a snapshot. */
public final class StateDiff {

  private StateDiff() {}

  /**
   * Entries that went, sessions that ended, sessions that began, entries that came or changed; then
   * that published events were skipped. An entry that was deleted and created again in between is
   * told as both, since it is another claim.
   */
  public static List<Change> between(MetadataState before, MetadataState after) {
    long index = after.index();
    List<Change> changes = new ArrayList<>();
    before
        .entryTree()
        .visit(
            (key, old) -> {
              Entry now = after.entryTree().get(key);
              return (now != null && now.getEpoch() == old.getEpoch())
                  || changes.add(Change.entry(index, old, null));
            });
    before
        .sessionTree()
        .visit(
            (id, session) ->
                session.equals(after.sessionTree().get(id))
                    || changes.add(
                        Change.sessionExpired(
                            index,
                            session,
                            "it ended before index " + index + ", see the leader")));
    after
        .sessionTree()
        .visit(
            (id, session) ->
                session.equals(before.sessionTree().get(id))
                    || changes.add(Change.sessionOpened(index, session)));
    after
        .entryTree()
        .visit((key, now) -> addIfNew(changes, index, before.entryTree().get(key), now));
    changes.add(Change.skippedTo(index));
    return changes;
  }

  private static boolean addIfNew(List<Change> changes, long index, Entry old, Entry now) {
    if (old != null && old.getVersion() == now.getVersion()) {
      return true;
    }
    boolean sameLife = old != null && old.getEpoch() == now.getEpoch();
    return changes.add(Change.entry(index, sameLife ? old : null, now));
  }
}
