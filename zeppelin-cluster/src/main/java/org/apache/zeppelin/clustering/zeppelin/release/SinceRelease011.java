// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.apache.zeppelin.notebook.NoteInfo;
import org.apache.zeppelin.notebook.NoteManager;

/** What 0.11 and 0.12 have in common, and 0.10, which the module is compiled against, has not. */
@TouchesZeppelin("bridge what differs between releases")
abstract class SinceRelease011 implements ZeppelinRelease {

  static final NamedMember ADD =
      new NamedMember(
          "make a note known that the storage has",
          "org.apache.zeppelin.notebook.NoteManager",
          "addOrUpdateNoteNode",
          "org.apache.zeppelin.notebook.NoteInfo");
  static final NamedMember CLOSE =
      new NamedMember(
          "close what is open to a process that has ended",
          "org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess",
          "close");

  @Override
  public final void add(NoteManager notes, NoteInfo note) throws IOException {
    try {
      ADD.call(notes, note);
    } catch (InvocationTargetException e) {
      throw new IOException("Note " + note.getId() + " cannot be added", e.getCause());
    }
  }

  @Override
  public final void disconnect(RemoteInterpreterProcess process) {
    try {
      CLOSE.call(process);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("Cannot close what is open to a process", e.getCause());
    }
  }
}
