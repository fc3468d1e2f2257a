// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.javax.RestFilter;
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
import org.apache.zeppelin.user.AuthenticationInfo;

/** Zeppelin 0.10: javax, one configuration object, notes that are loaded lazily by themselves. */
@TouchesZeppelin("bridge what differs between releases")
final class Release010 implements ZeppelinRelease {

  private static final NamedMember ADD =
      new NamedMember(
          "make a note known that the storage has",
          "org.apache.zeppelin.notebook.NoteManager",
          "addOrUpdateNoteNode",
          "org.apache.zeppelin.notebook.Note");

  private static final NamedMember SAVE =
      new NamedMember(
          "write the file of permissions",
          "org.apache.zeppelin.notebook.AuthorizationService",
          "saveNoteAuth",
          "java.lang.String",
          "org.apache.zeppelin.user.AuthenticationInfo");

  @Override
  public String line() {
    return "0.10";
  }

  @Override
  public ZeppelinConfiguration configuration() {
    return ZeppelinConfiguration.create();
  }

  @Override
  public void closed(NotebookSocket socket, int code, String reason) {
    socket.onWebSocketClose(code, reason);
  }

  @Override
  public void add(NoteManager notes, NoteInfo note) throws IOException {
    try {
      ADD.call(notes, new Note(note));
    } catch (InvocationTargetException e) {
      throw new IOException("Note " + note.getId() + " cannot be added", e.getCause());
    }
  }

  @Override
  public <T> T withNote(NoteManager notes, String noteId, boolean reload, NoteUse<T> use)
      throws IOException {
    Note note = notes.getNote(noteId, reload);
    if (note == null) {
      throw new IOException("There is no note " + noteId);
    }
    return use.with(note);
  }

  @Override
  public <T> T withNote(Notebook notebook, String noteId, NoteUse<T> use) throws IOException {
    Note note = notebook.getNote(noteId);
    if (note == null) {
      throw new IOException("There is no note " + noteId);
    }
    return use.with(note);
  }

  @Override
  public void save(AuthorizationService permissions) throws IOException {
    try {
      SAVE.call(permissions, "", AuthenticationInfo.ANONYMOUS);
    } catch (InvocationTargetException e) {
      throw new IOException("Permissions cannot be written", e.getCause());
    }
  }

  @Override
  public NotebookSocket standIn(String name, Consumer<String> out) {
    return StandInSocket010.create(name, out);
  }

  @Override
  public Map<String, Object> cronData(Notebook notebook, String noteId) throws IOException {
    Note note = notebook.getNote(noteId);
    if (note == null) {
      throw new IOException("There is no note " + noteId);
    }
    return Map.of("note", note);
  }

  @Override
  public void index(SearchService index, Note note) throws IOException {
    index.updateNoteIndex(note);
    for (int i = 0; i < note.getParagraphCount(); i++) {
      index.updateParagraphIndex(note.getParagraph(i));
    }
  }

  @Override
  public void disconnect(RemoteInterpreterProcess process) {
    process.shutdown();
  }

  @Override
  public void addRepository(InterpreterSettingManager settings, String json) throws IOException {
    RepositoriesUntil011.add(settings, json);
  }

  @Override
  public Class<?> restFilter() {
    return RestFilter.class;
  }

  @Override
  public List<NamedMember> namedMembers() {
    return List.of(ADD, SAVE, TicketEntries.NEW);
  }
}
