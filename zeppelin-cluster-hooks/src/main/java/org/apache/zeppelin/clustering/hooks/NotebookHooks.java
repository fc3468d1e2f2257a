// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.notebook.Note;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.notebook.Paragraph;
import org.apache.zeppelin.notebook.repo.NotebookRepo;

/** {@code Notebook}, {@code NoteManager} and {@code Paragraph}: notes, and who runs them. */
final class NotebookHooks {

  private NotebookHooks() {}

  static final class Ready {
    private Ready() {}

    /** The last thing that Zeppelin does before it serves. */
    @Advice.OnMethodEnter
    static void enter(
        @Advice.This Notebook notebook,
        @Advice.FieldValue("noteManager") NoteManager notes,
        @Advice.FieldValue("notebookRepo") NotebookRepo storage) {
      Startup.complete(notebook, notes, storage);
    }
  }

  static final class Find {
    private Find() {}

    @Advice.OnMethodEnter
    static void enter(
        @Advice.This NoteManager notes,
        @Advice.FieldValue("notebookRepo") NotebookRepo storage,
        @Advice.Argument(0) String noteId)
        throws IOException {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.findNote(notes, storage, noteId);
      }
    }
  }

  static final class Contains {
    private Contains() {}

    /** Zeppelin's method declares no exception, and a no would be a lie. */
    @Advice.OnMethodEnter
    static void enter(
        @Advice.FieldValue("noteManager") NoteManager notes,
        @Advice.FieldValue("notebookRepo") NotebookRepo storage,
        @Advice.Argument(0) String noteId) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        try {
          cluster.findNote(notes, storage, noteId);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  static final class Run {
    private Run() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.This Paragraph paragraph) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.runs().begins(paragraph);
      }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit() {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.runs().ends();
      }
    }
  }

  /** An action of a user, of which the steps in the tree are parts. */
  static final class Action {
    private Action() {}

    @Advice.OnMethodEnter
    static boolean enter() throws IOException {
      Cluster cluster = ClusterHooks.cluster();
      return cluster != null && cluster.treeChangeBegins();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter boolean begun) {
      if (begun) {
        ClusterHooks.cluster().treeChangeEnds(null, null);
      }
    }
  }

  /** A step in the tree. */
  static final class Step {
    private Step() {}

    @Advice.OnMethodEnter
    static boolean enter() throws IOException {
      Cluster cluster = ClusterHooks.cluster();
      return cluster != null && cluster.treeChangeBegins();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter boolean begun,
        @Advice.Origin("#m") String method,
        @Advice.AllArguments Object[] arguments,
        @Advice.Thrown Throwable thrown) {
      if (begun) {
        ClusterHooks.cluster().treeChangeEnds(thrown == null ? method : null, arguments);
      }
    }
  }

  /** A note may be renamed by setting its name, and moves in the tree when it is saved then. */
  static final class Rename {
    private Rename() {}

    @Advice.OnMethodEnter
    static boolean enter(@Advice.This NoteManager notes, @Advice.Argument(0) Note note)
        throws IOException {
      Cluster cluster = ClusterHooks.cluster();
      String known = notes.getNotesInfo().get(note.getId());
      return cluster != null
          && known != null
          && !known.equals(note.getPath())
          && cluster.treeChangeBegins();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter boolean begun,
        @Advice.This NoteManager notes,
        @Advice.Argument(0) Note note) {
      if (begun) {
        boolean moved = note.getPath().equals(notes.getNotesInfo().get(note.getId()));
        Object[] step = {note.getId(), note.getPath()};
        ClusterHooks.cluster().treeChangeEnds(moved ? "moveNote" : null, step);
      }
    }
  }

  /**
   * Zeppelin keeps hold of the folder that was the trash before somebody emptied it, and restores
   * nothing from the new one until the list is read again (0.10.0 to 0.12.1).
   */
  static final class Trash {
    private Trash() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.This NoteManager notes, @Advice.Return(readOnly = false) NoteManager.Folder trash) {
      if (ClusterHooks.cluster() != null) {
        trash = notes.getOrCreateFolder("/" + NoteManager.TRASH_FOLDER);
      }
    }
  }

  static final class Save {
    private Save() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) Note note) throws IOException {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster == null) {
        return false;
      }
      if (cluster.storageIsAhead()) {
        return true;
      }
      cluster.requireOwned(note.getId());
      return false;
    }
  }

  static final class Unload {
    private Unload() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.This Note note) {
      Cluster cluster = ClusterHooks.cluster();
      return cluster != null && cluster.keepsLoaded(note.getId());
    }
  }

  static final class Store {
    private Store() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() {
      Cluster cluster = ClusterHooks.cluster();
      return cluster != null && cluster.storageIsAhead();
    }
  }
}
