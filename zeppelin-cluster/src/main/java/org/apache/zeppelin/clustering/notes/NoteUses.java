// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which notes something is being done with on this server, so that a note is given away between two
 * actions of users and never in the middle of one. Safe for use by several threads.
 */
final class NoteUses {

  private final LongSupplier nanoTicker;
  private final Map<String, Integer> uses = new HashMap<>();
  private final Set<String> closed = new HashSet<>();
  private final ThreadLocal<List<String>> ofThread = ThreadLocal.withInitial(ArrayList::new);

  NoteUses(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
  }

  /** Begins a use; false, and none has begun, while the note is being given away. */
  synchronized boolean enter(String noteId) {
    if (closed.contains(noteId)) {
      return false;
    }
    uses.merge(noteId, 1, Integer::sum);
    return true;
  }

  synchronized void exit(String noteId) {
    uses.computeIfPresent(noteId, (id, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  /** A use that lasts until {@link #exitAll} of the same thread. */
  boolean enterAsThread(String noteId) {
    if (!enter(noteId)) {
      return false;
    }
    ofThread.get().add(noteId);
    return true;
  }

  /** Ends what the calling thread has begun {@linkplain #enterAsThread as a thread}. */
  void exitAll() {
    List<String> mine = ofThread.get();
    mine.forEach(this::exit);
    ofThread.remove();
  }

  /**
   * Lets no use begin until {@link #open}, and waits for the end of those that have begun.
   *
   * @return false when some have not ended in time; the note is closed all the same
   */
  synchronized boolean close(String noteId, long waitMillis) {
    closed.add(noteId);
    long end = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    try {
      while (uses.containsKey(noteId)) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - nanoTicker.getAsLong());
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  synchronized void open(String noteId) {
    closed.remove(noteId);
  }
}
