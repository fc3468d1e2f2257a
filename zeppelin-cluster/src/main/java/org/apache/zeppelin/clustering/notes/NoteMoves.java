// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the notes of this server away while it is in use elsewhere: what is being handled ends
 * first, what comes meanwhile waits for the next owner.
 */
final class NoteMoves {

  private static final Logger LOGGER = LoggerFactory.getLogger(NoteMoves.class);

  private final NoteOwners owners;
  private final NoteUses uses;
  private final LocalNotes notes;
  private final long handlingMillis;
  private final LongSupplier nanoTicker;

  NoteMoves(
      NoteOwners owners,
      NoteUses uses,
      LocalNotes notes,
      long handlingMillis,
      LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
    this.owners = owners;
    this.uses = uses;
    this.notes = notes;
    this.handlingMillis = handlingMillis;
  }

  /**
   * Gives away what can be given away now; whoever needs it next owns it next. Blocks.
   *
   * @param all also those in which something runs, whose runs go on without this server
   * @return the notes that this server still has
   */
  List<String> giveAway(boolean all) {
    return owners.owned().stream()
        .filter(noteId -> !giveAway(noteId, all))
        .collect(Collectors.toList());
  }

  /** Saves and gives back everything before this server stops, in that time or nearly. */
  void leave(long waitMillis) {
    long end = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    List<CompletableFuture<?>> commits = new ArrayList<>();
    for (String noteId : owners.owned()) {
      if (!uses.close(noteId, Math.max(0, left(end)))) {
        LOGGER.warn("This server stops while something is done with note {}", noteId);
      }
      try {
        commits.add(owners.leave(noteId));
      } catch (IOException | MetadataException e) {
        LOGGER.warn("Note {} is not given back; it goes with this server's session", noteId, e);
      }
    }
    try {
      CompletableFuture.allOf(commits.toArray(new CompletableFuture<?>[0]))
          .get(Math.max(1, left(end)), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOGGER.warn("Not all notes were given back; they go with this server's session", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long left(long endNanos) {
    return TimeUnit.NANOSECONDS.toMillis(endNanos - nanoTicker.getAsLong());
  }

  private boolean giveAway(String noteId, boolean all) {
    if (!all && !notes.idle(noteId)) {
      return false;
    }
    boolean still = uses.close(noteId, handlingMillis);
    try {
      // What was handled last may have been the begin of a run.
      boolean idle = still && notes.idle(noteId);
      if (!idle && !all) {
        return false;
      }
      if (!idle) {
        LOGGER.warn("Note {} is given away although something runs in it", noteId);
      }
      owners.giveAway(noteId);
      return true;
    } catch (IOException e) {
      LOGGER.warn("Note {} cannot be given away; this server keeps it", noteId, e);
      return false;
    } finally {
      uses.open(noteId);
    }
  }
}
