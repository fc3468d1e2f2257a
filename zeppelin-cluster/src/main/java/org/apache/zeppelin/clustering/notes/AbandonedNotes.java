// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after notes whose owner was lost while something ran in them, when nobody opens them: one
 * server becomes the owner and goes on with the run. It is looked for a moment after the loss, when
 * whoever needs the note has it already, and once more later, for the chosen server may be the next
 * to be lost.
 */
final class AbandonedNotes implements MetadataListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(AbandonedNotes.class);
  private static final List<Long> LOOK_AFTER_MILLIS = List.of(1_000L, 15_000L);

  private final String self;
  private final NoteOwners owners;
  private final LocalNotes notes;
  private final Supplier<List<String>> others;
  private final Predicate<String> sessionOpen;
  private final Executor executor;
  private final ScheduledExecutorService timer;

  /**
   * @param others ids of the other members
   * @param sessionOpen tells whether a session is open
   */
  AbandonedNotes(
      String self,
      NoteOwners owners,
      LocalNotes notes,
      Supplier<List<String>> others,
      Predicate<String> sessionOpen,
      Executor executor,
      ScheduledExecutorService timer) {
    this.self = self;
    this.owners = owners;
    this.notes = notes;
    this.others = others;
    this.sessionOpen = sessionOpen;
    this.executor = executor;
    this.timer = timer;
  }

  @Override
  public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
    if (!key.startsWith(Keys.NOTE_PREFIX) || before.isEmpty() || after.isPresent()) {
      return;
    }
    String noteId = key.substring(Keys.NOTE_PREFIX.length());
    String session = before.get().getValue().getNote().getOwnerSession();
    try {
      for (long millis : LOOK_AFTER_MILLIS) {
        timer.schedule(
            () -> executor.execute(() -> look(noteId, session)), millis, TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException e) {
      LOGGER.debug("This server stops; others look after note {}", noteId);
    }
  }

  private void look(String noteId, String session) {
    boolean given = sessionOpen.test(session);
    if (given || owners.known(noteId).isPresent() || !isChosen(noteId)) {
      return;
    }
    try {
      if (notes.listed(noteId) && notes.leftRunning(noteId)) {
        LOGGER.info("Look after note {}: something runs in it and its owner was lost", noteId);
        owners.otherOwner(noteId, true);
      }
    } catch (IOException | MetadataException e) {
      LOGGER.warn("Note {}, whose owner was lost, cannot be looked after", noteId, e);
    }
  }

  private boolean isChosen(String noteId) {
    List<String> servers = new ArrayList<>(others.get());
    servers.add(self);
    return Chosen.of(noteId, servers).filter(self::equals).isPresent();
  }
}
