// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.notebook.NoteInfo;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.apache.zeppelin.user.AuthenticationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a note that this server does not know but the shared storage has. Only that note is added:
 * Zeppelin's own reload would replace every note, running ones included.
 */
@TouchesZeppelin("read a note from the storage")
public final class NoteFinder {

  private static final Logger LOGGER = LoggerFactory.getLogger(NoteFinder.class);

  private final ZeppelinRelease zeppelin;
  private final LongSupplier nanoTicker;
  private final long listPauseNanos;
  private Map<String, NoteInfo> listed = Map.of();
  private OptionalLong listedAtNanos = OptionalLong.empty();

  /**
   * @param listPauseMillis least time between two listings of the storage, so that requests for
   *     notes that exist nowhere do not load it
   */
  NoteFinder(ZeppelinRelease zeppelin, LongSupplier nanoTicker, long listPauseMillis) {
    this.zeppelin = zeppelin;
    this.nanoTicker = nanoTicker;
    this.listPauseNanos = TimeUnit.MILLISECONDS.toNanos(listPauseMillis);
  }

  /**
   * Makes the note known to the manager when the storage has it; any thread may call. Waits when
   * the storage was listed just now and the note was not there.
   */
  public void find(NoteManager notes, NotebookRepo storage, String noteId) throws IOException {
    if (noteId == null || notes.getNotesInfo().containsKey(noteId)) {
      return;
    }
    long askedNanos = nanoTicker.getAsLong();
    synchronized (this) {
      if (notes.getNotesInfo().containsKey(noteId)) {
        return;
      }
      boolean listedSince =
          listedAtNanos.isPresent() && listedAtNanos.getAsLong() - askedNanos >= 0;
      // An older listing may have a note that was removed since.
      if (!listedSince) {
        list(storage);
      }
      NoteInfo info = listed.get(noteId);
      if (info != null) {
        zeppelin.add(notes, info);
        LOGGER.info("Note {} ({}) was found in the storage", noteId, info.getPath());
      }
    }
  }

  private long pauseLeftNanos() {
    return listedAtNanos.isEmpty()
        ? 0
        : Math.max(0, listedAtNanos.getAsLong() + listPauseNanos - nanoTicker.getAsLong());
  }

  private void list(NotebookRepo storage) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(pauseLeftNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted before the storage was asked for a note", e);
    }
    long nowNanos = nanoTicker.getAsLong();
    listed = storage.list(AuthenticationInfo.ANONYMOUS);
    listedAtNanos = OptionalLong.of(nowNanos);
  }
}
