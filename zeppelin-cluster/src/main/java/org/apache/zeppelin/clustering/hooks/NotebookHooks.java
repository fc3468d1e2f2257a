// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.clustering.zeppelin.ClusterModule;
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
    static void enter(@Advice.This Notebook notebook) {
      Startup.complete(notebook);
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
      ClusterModule module = ClusterHooks.module();
      if (module != null) {
        module.notes().find(notes, storage, noteId);
      }
    }
  }

  static final class Run {
    private Run() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.This Paragraph paragraph) {
      ClusterModule module = ClusterHooks.module();
      if (module != null) {
        module.runBegins(paragraph);
      }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit() {
      ClusterModule module = ClusterHooks.module();
      if (module != null) {
        module.runEnds();
      }
    }
  }
}
