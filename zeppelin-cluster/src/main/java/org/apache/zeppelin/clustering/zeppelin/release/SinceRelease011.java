// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.apache.zeppelin.notebook.AuthorizationService;
import org.apache.zeppelin.notebook.Note;
import org.apache.zeppelin.notebook.NoteInfo;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.search.SearchService;
import org.apache.zeppelin.socket.NotebookSocket;

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

  static final NamedMember SAVE =
      new NamedMember(
          "write the file of permissions",
          "org.apache.zeppelin.notebook.AuthorizationService",
          "saveNoteAuth");

  private static final String SEARCH = "org.apache.zeppelin.search.SearchService";
  private static final String TO_INDEX = "find notes that another server had";
  static final NamedMember INDEX_NOTE =
      new NamedMember(TO_INDEX, SEARCH, "updateNoteIndex", "java.lang.String");
  static final NamedMember INDEX_PARAGRAPH =
      new NamedMember(
          TO_INDEX, SEARCH, "updateParagraphIndex", "java.lang.String", "java.lang.String");

  private static final String PROCESSOR = "org.apache.zeppelin.notebook.Notebook$NoteProcessor";
  static final NamedMember PROCESS =
      new NamedMember(
          "read a note from the storage",
          "org.apache.zeppelin.notebook.NoteManager",
          "processNote",
          "java.lang.String",
          "boolean",
          PROCESSOR);
  static final NamedMember PROCESS_COMPLETE =
      new NamedMember(
          "go on with what ran in a note",
          "org.apache.zeppelin.notebook.Notebook",
          "processNote",
          "java.lang.String",
          PROCESSOR);

  @Override
  public final void add(NoteManager notes, NoteInfo note) throws IOException {
    try {
      ADD.call(notes, note);
    } catch (InvocationTargetException e) {
      throw new IOException("Note " + note.getId() + " cannot be added", e.getCause());
    }
  }

  @Override
  public final void save(AuthorizationService permissions) throws IOException {
    try {
      SAVE.call(permissions);
    } catch (InvocationTargetException e) {
      throw new IOException("Permissions cannot be written", e.getCause());
    }
  }

  @Override
  public final Map<String, Object> cronData(Notebook notebook, String noteId) {
    return Map.of("notebook", notebook, "noteId", noteId);
  }

  @Override
  public final void disconnect(RemoteInterpreterProcess process) {
    try {
      CLOSE.call(process);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("Cannot close what is open to a process", e.getCause());
    }
  }

  @Override
  public final void index(SearchService index, Note note) throws IOException {
    try {
      INDEX_NOTE.call(index, note.getId());
      for (int i = 0; i < note.getParagraphCount(); i++) {
        INDEX_PARAGRAPH.call(index, note.getId(), note.getParagraph(i).getId());
      }
    } catch (InvocationTargetException e) {
      throw new IOException("Note " + note.getId() + " cannot be indexed", e.getCause());
    }
  }

  @Override
  public final <T> T withNote(NoteManager notes, String noteId, boolean reload, NoteUse<T> use)
      throws IOException {
    return result(noteId, () -> PROCESS.call(notes, noteId, reload, processor(noteId, use)));
  }

  @Override
  public final <T> T withNote(Notebook notebook, String noteId, NoteUse<T> use) throws IOException {
    return result(noteId, () -> PROCESS_COMPLETE.call(notebook, noteId, processor(noteId, use)));
  }

  private static <T> Object processor(String noteId, NoteUse<T> use) {
    InvocationHandler processor =
        (proxy, method, arguments) -> {
          if (arguments[0] == null) {
            throw new IOException("There is no note " + noteId);
          }
          return use.with((Note) arguments[0]);
        };
    return Proxies.of(PROCESSOR, processor);
  }

  /** A call of Zeppelin by a name that no compiler has seen. */
  @FunctionalInterface
  private interface Named {
    Object call() throws InvocationTargetException;
  }

  private static <T> T result(String noteId, Named call) throws IOException {
    try {
      @SuppressWarnings("unchecked")
      T result = (T) call.call();
      return result;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IOException) {
        throw (IOException) e.getCause();
      }
      throw new IOException("Note " + noteId + " cannot be read: " + e.getCause(), e.getCause());
    }
  }

  /**
   * @param session full name of the websocket session's type, javax or jakarta
   */
  final NotebookSocket standIn(
      NamedMember constructor, String session, String name, Consumer<String> out) {
    InvocationHandler sender =
        (proxy, method, arguments) -> {
          if (method.getName().equals("sendText")) {
            out.accept((String) arguments[0]);
          }
          return null;
        };
    Object basic = Proxies.of(session.replace("Session", "RemoteEndpoint$Basic"), sender);
    Object async = Proxies.of(session.replace("Session", "RemoteEndpoint$Async"), sender);
    Object connection =
        Proxies.of(
            session,
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getId":
                case "toString":
                  return name;
                case "getBasicRemote":
                  return basic;
                case "getAsyncRemote":
                  return async;
                case "getUserProperties":
                  return Map.of();
                default:
                  throw new UnsupportedOperationException(method.getName());
              }
            });
    try {
      return (NotebookSocket) constructor.create(connection, Map.of());
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("A connection for " + name + " failed", e.getCause());
    }
  }
}
