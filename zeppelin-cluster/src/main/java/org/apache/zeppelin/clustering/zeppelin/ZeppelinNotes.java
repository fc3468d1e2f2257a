// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.List;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.notes.ClusterTree;
import org.apache.zeppelin.clustering.notes.LocalBrowser;
import org.apache.zeppelin.clustering.notes.LocalNotes;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.notebook.Note;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.apache.zeppelin.scheduler.Job;
import org.apache.zeppelin.user.AuthenticationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Zeppelin's notes, as their ownership needs them. */
@TouchesZeppelin("read a note anew when this server becomes its owner")
final class ZeppelinNotes implements LocalNotes {

  private static final Logger LOGGER = LoggerFactory.getLogger(ZeppelinNotes.class);

  private final NoteManager notes;
  private final NotebookRepo storage;
  private final NoteFinder finder;
  private final ZeppelinRelease zeppelin;
  private final Browsers browsers;
  private final ClusterTree tree;
  private final KeptRunning kept;
  private final Recovery recovery;

  ZeppelinNotes(
      NoteManager notes,
      NotebookRepo storage,
      NoteFinder finder,
      ZeppelinRelease zeppelin,
      Browsers browsers,
      ClusterTree tree,
      KeptRunning kept,
      Recovery recovery) {
    this.notes = notes;
    this.storage = storage;
    this.finder = finder;
    this.zeppelin = zeppelin;
    this.browsers = browsers;
    this.tree = tree;
    this.kept = kept;
    this.recovery = recovery;
  }

  @Override
  public boolean exists(String noteId) throws IOException {
    finder.find(notes, storage, noteId);
    return listed(noteId);
  }

  @Override
  public boolean listed(String noteId) {
    return notes.getNotesInfo().containsKey(noteId);
  }

  @Override
  public void followed(long index) {
    tree.followed(index);
  }

  @Override
  public void reload(String noteId) throws IOException {
    zeppelin.withNote(
        notes,
        noteId,
        false,
        old -> {
          // Whoever still has the old object in his hands must not write it over the new one.
          old.setRemoved(true);
          return null;
        });
    kept.read(() -> zeppelin.withNote(notes, noteId, true, fresh -> null));
  }

  @Override
  public void recover(String noteId) throws IOException {
    recovery.recover(noteId);
  }

  @Override
  public boolean leftRunning(String noteId) throws IOException {
    String path = notes.getNotesInfo().get(noteId);
    if (path == null) {
      return false;
    }
    Note stored = kept.read(() -> storage.get(noteId, path, AuthenticationInfo.ANONYMOUS));
    for (int i = 0; i < stored.getParagraphCount(); i++) {
      if (stored.getParagraph(i).getStatus() == Job.Status.RUNNING) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean quiet(String noteId) {
    return browsers.unwatched(noteId) && idle(noteId);
  }

  @Override
  public boolean idle(String noteId) {
    try {
      return zeppelin.withNote(
          notes,
          noteId,
          false,
          note -> !note.isRunning() && !note.haveRunningOrPendingParagraphs());
    } catch (IOException e) {
      LOGGER.warn("Note {} cannot be looked at", noteId, e);
      return false;
    }
  }

  @Override
  public void save(String noteId) throws IOException {
    zeppelin.withNote(
        notes,
        noteId,
        false,
        note -> {
          notes.saveNote(note);
          return null;
        });
  }

  @Override
  public void warn(String sentence) {
    browsers.sendAll(BrowserText.error(sentence));
  }

  @Override
  public void tell(String sentence) {
    browsers.sendAll(BrowserText.notice(sentence));
  }

  @Override
  public List<LocalBrowser> viewers(String noteId) {
    return browsers.viewers(noteId);
  }
}
