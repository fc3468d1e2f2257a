// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.notes.Views.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a note anew, from its present owner, to the browsers here that look at it. */
final class Reopener {

  private static final Logger LOGGER = LoggerFactory.getLogger(Reopener.class);
  private static final long RETRY_MILLIS = 500;

  private final String self;
  private final Supplier<Optional<String>> session;
  private final NoteOwners owners;
  private final LocalNotes notes;
  private final Views views;
  private final Executor executor;
  private final ScheduledExecutorService timer;

  /**
   * @param session this server's, while it has one
   */
  Reopener(
      String self,
      Supplier<Optional<String>> session,
      NoteOwners owners,
      LocalNotes notes,
      Views views,
      Executor executor,
      ScheduledExecutorService timer) {
    this.self = self;
    this.session = session;
    this.owners = owners;
    this.notes = notes;
    this.views = views;
    this.executor = executor;
    this.timer = timer;
  }

  /**
   * The note has another owner, or none. Does not block.
   *
   * @param index of the log that says so
   */
  void moved(String noteId, long index) {
    executor.execute(() -> reopen(noteId, index));
  }

  /** What that server sent to browsers here was lost. Does not block. */
  void lost(String server) {
    for (View view : views.lookingOn(server)) {
      view.noteId().ifPresent(id -> executor.execute(() -> view.browser().reopen(id)));
    }
  }

  /**
   * This server has that session now. What others kept for its browsers went with the former one,
   * however short the time between the two was. Does not block.
   */
  void renewed(String session) {
    executor.execute(() -> renew(session));
  }

  private void renew(String opened) {
    for (View view : views.before(opened)) {
      view.noteId()
          .filter(this::ready)
          .filter(noteId -> !view.browser().reopen(noteId))
          // Who has logged out sees nothing until he has logged in, and opens it himself then.
          .ifPresent(noteId -> view.looksHere());
    }
    boolean waiting = !views.before(opened).isEmpty();
    if (waiting && session.get().filter(opened::equals).isPresent() && !timer.isShutdown()) {
      timer.schedule(() -> renewed(opened), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** What browsers here show may not be what was saved. Does not block. */
  void doubtful() {
    for (View view : views.all()) {
      view.noteId().ifPresent(id -> executor.execute(() -> view.browser().reopen(id)));
    }
    for (String noteId : owners.owned()) {
      for (LocalBrowser browser : notes.viewers(noteId)) {
        executor.execute(() -> browser.reopen(noteId));
      }
    }
  }

  private void reopen(String noteId, long index) {
    try {
      // A note that was removed loses its owner after that.
      notes.followed(index);
      if (!exists(noteId)) {
        views.lookingAt(noteId).forEach(View::looksHere);
        return;
      }
      boolean waiting = false;
      for (View view : views.lookingAt(noteId)) {
        waiting |= !reopen(view, noteId);
      }
      for (LocalBrowser browser : notes.viewers(noteId)) {
        waiting |= !reopen(browser, noteId);
      }
      if (waiting && !timer.isShutdown()) {
        timer.schedule(() -> moved(noteId, index), RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (RuntimeException e) {
      LOGGER.error("Note {} could not be shown anew", noteId, e);
    }
  }

  /** As far as this server can tell now. */
  private boolean exists(String noteId) {
    try {
      return notes.exists(noteId);
    } catch (IOException e) {
      LOGGER.debug("The storage cannot tell whether note {} is there", noteId, e);
      return true;
    }
  }

  /** False when it is to be tried again. */
  private boolean reopen(View view, String noteId) {
    String present = owners.known(noteId).orElse(null);
    if (present != null && view.server().filter(present::equals).isPresent()) {
      return true;
    }
    if (!ready(noteId)) {
      return false;
    }
    view.browser().reopen(noteId);
    return view.noteId().filter(noteId::equals).isEmpty()
        || view.server().equals(owners.known(noteId));
  }

  private boolean reopen(LocalBrowser browser, String noteId) {
    if (owners.known(noteId).filter(self::equals).isPresent() && owners.owns(noteId)) {
      return true;
    }
    if (!ready(noteId)) {
      return false;
    }
    browser.reopen(noteId);
    return true;
  }

  /** True when somebody owns the note and this server knows who; it may have become the owner. */
  private boolean ready(String noteId) {
    try {
      owners.find(noteId, true);
      return true;
    } catch (IOException e) {
      LOGGER.debug("Note {} has no owner yet", noteId, e);
      return false;
    }
  }
}
