// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.apache.zeppelin.notebook.AuthorizationService;
import org.apache.zeppelin.notebook.Note;
import org.apache.zeppelin.notebook.NoteInfo;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.search.SearchService;
import org.apache.zeppelin.socket.NotebookSocket;

/** What differs between the release lines of Zeppelin. Nothing else asks for a version. */
@TouchesZeppelin("bridge what differs between releases")
public interface ZeppelinRelease {

  /** The line, such as {@code 0.12}. */
  String line();

  /** Zeppelin's settings, as its main reads them. */
  ZeppelinConfiguration configuration();

  /** Makes a note known that the storage has. */
  void add(NoteManager notes, NoteInfo note) throws IOException;

  /**
   * Does something with a note, which is read from the storage unless it is in memory.
   *
   * @param reload read it in any case
   * @throws IOException when it cannot be read
   */
  <T> T withNote(NoteManager notes, String noteId, boolean reload, NoteUse<T> use)
      throws IOException;

  /**
   * Does something with a note that is complete, so that its paragraphs can run.
   *
   * @throws IOException when it cannot be read
   */
  <T> T withNote(Notebook notebook, String noteId, NoteUse<T> use) throws IOException;

  /**
   * A connection that Zeppelin may use like a browser's.
   *
   * @param name for logs
   * @param out takes what Zeppelin sends; must neither block nor throw
   */
  NotebookSocket standIn(String name, Consumer<String> out);

  /** Has Zeppelin see to a connection that has ended; asked for only where it takes a lock. */
  default void closed(NotebookSocket socket, int code, String reason) {
    throw new UnsupportedOperationException("Zeppelin " + line() + " sends without a lock");
  }

  /** Writes Zeppelin's file of permissions. */
  void save(AuthorizationService permissions) throws IOException;

  /**
   * What Zeppelin's scheduled job of a note wants to know.
   *
   * @throws IOException when the note cannot be read
   */
  Map<String, Object> cronData(Notebook notebook, String noteId) throws IOException;

  /**
   * Makes Zeppelin look for dependencies in the repository too, in place of one with the same id.
   *
   * @param json as it is given to Zeppelin's REST
   */
  void addRepository(InterpreterSettingManager settings, String json) throws IOException;

  /**
   * Puts a note with its paragraphs into Zeppelin's index, in place of what that has of them.
   *
   * @throws IOException when the index cannot be written
   */
  void index(SearchService index, Note note) throws IOException;

  /** Closes what this server has open to the process; the process lives on. */
  void disconnect(RemoteInterpreterProcess process);

  /** The JAX-RS filter of this line's namespace, javax or jakarta. */
  Class<?> restFilter();

  /** What this line's class looks up by name, which no compiler has seen. */
  List<NamedMember> namedMembers();
}
