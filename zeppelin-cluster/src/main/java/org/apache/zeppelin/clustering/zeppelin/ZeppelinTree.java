// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.notes.LocalTree;
import org.apache.zeppelin.clustering.notes.wire.TreeChange;
import org.apache.zeppelin.clustering.notes.wire.TreeOperation;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.notebook.Note;
import org.apache.zeppelin.notebook.NoteInfo;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.apache.zeppelin.user.AuthenticationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's tree of notes. What another server did is repeated by Zeppelin's own methods, with
 * the storage left alone: it has it already, and every release keeps its tree in its own way.
 */
@TouchesZeppelin("repeat in this server's tree of notes what another server did")
final class ZeppelinTree implements LocalTree {

  private static final Logger LOGGER = LoggerFactory.getLogger(ZeppelinTree.class);

  private final NoteManager notes;
  private final NotebookRepo storage;
  private final ZeppelinRelease zeppelin;
  private final Runnable changed;
  private final ThreadLocal<Boolean> following = ThreadLocal.withInitial(() -> false);

  /**
   * @param changed told when the list is another than before
   */
  ZeppelinTree(
      NoteManager notes, NotebookRepo storage, ZeppelinRelease zeppelin, Runnable changed) {
    this.notes = notes;
    this.storage = storage;
    this.zeppelin = zeppelin;
    this.changed = changed;
  }

  /** True while the calling thread repeats what another server did. */
  boolean following() {
    return following.get();
  }

  /** Id of the note at that path. */
  Optional<String> noteAt(String path) {
    return notes.getNotesInfo().entrySet().stream()
        .filter(note -> note.getValue().equals(path))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public void follow(List<TreeChange> changes) {
    following.set(true);
    try {
      for (TreeChange change : changes) {
        try {
          follow(change);
        } catch (IOException | RuntimeException e) {
          LOGGER.warn("Could not follow {} in the tree of notes", change, e);
        }
      }
    } finally {
      following.remove();
    }
    changed.run();
  }

  private void follow(TreeChange change) throws IOException {
    String subject = change.getSubject();
    boolean known = notes.getNotesInfo().containsKey(subject);
    switch (change.getOperation()) {
      case ADD_NOTE:
        if (!known) {
          zeppelin.add(notes, new NoteInfo(subject, change.getPath()));
        }
        break;
      case MOVE_NOTE:
        if (!known) {
          zeppelin.add(notes, new NoteInfo(subject, change.getPath()));
        } else if (!change.getPath().equals(notes.getNotesInfo().get(subject))) {
          notes.moveNote(subject, change.getPath(), AuthenticationInfo.ANONYMOUS);
        }
        break;
      case REMOVE_NOTE:
        if (known) {
          notes.removeNote(subject, AuthenticationInfo.ANONYMOUS);
        }
        break;
      case MOVE_FOLDER:
        notes.moveFolder(subject, change.getPath(), AuthenticationInfo.ANONYMOUS);
        break;
      case REMOVE_FOLDER:
        notes.removeFolder(subject, AuthenticationInfo.ANONYMOUS);
        break;
      case REREAD:
        // The whole tree follows, once this thread's turn is over.
        break;
      default:
        throw new IOException("A step of another release: " + change);
    }
  }

  @Override
  public void told() {
    changed.run();
  }

  @Override
  public void reread() throws IOException {
    Map<String, NoteInfo> stored = storage.list(AuthenticationInfo.ANONYMOUS);
    Map<String, String> known = new HashMap<>(notes.getNotesInfo());
    following.set(true);
    try {
      for (NoteInfo note : stored.values()) {
        follow(step(TreeOperation.MOVE_NOTE, note.getId(), note.getPath()));
        known.remove(note.getId());
      }
      for (String gone : known.keySet()) {
        follow(step(TreeOperation.REMOVE_NOTE, gone, null));
      }
    } finally {
      following.remove();
    }
    changed.run();
  }

  /** What a method of Zeppelin's {@code NoteManager} did, when it was one that counts. */
  static Optional<TreeChange> step(String method, Object[] arguments) {
    switch (method) {
      case "addNote":
        Note note = (Note) arguments[0];
        return Optional.of(step(TreeOperation.ADD_NOTE, note.getId(), note.getPath()));
      case "moveNote":
        return Optional.of(
            step(TreeOperation.MOVE_NOTE, (String) arguments[0], (String) arguments[1]));
      case "removeNote":
        return Optional.of(step(TreeOperation.REMOVE_NOTE, (String) arguments[0], null));
      case "moveFolder":
        return Optional.of(
            step(TreeOperation.MOVE_FOLDER, (String) arguments[0], (String) arguments[1]));
      case "removeFolder":
        return Optional.of(step(TreeOperation.REMOVE_FOLDER, (String) arguments[0], null));
      default:
        return Optional.empty();
    }
  }

  private static TreeChange step(TreeOperation operation, String subject, String path) {
    TreeChange change = new TreeChange(operation, subject);
    return path == null ? change : change.setPath(path);
  }
}
