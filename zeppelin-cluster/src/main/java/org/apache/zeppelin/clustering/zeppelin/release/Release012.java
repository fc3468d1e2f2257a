// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.jakarta.RestFilter;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.dep.Repository;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;
import org.apache.zeppelin.socket.NotebookSocket;

/** Zeppelin 0.12 and what follows: jakarta, a configuration that main loads and passes on. */
@TouchesZeppelin("bridge what differs between releases")
final class Release012 extends SinceRelease011 {

  private static final NamedMember LOAD =
      new NamedMember(
          "read Zeppelin's settings", "org.apache.zeppelin.conf.ZeppelinConfiguration", "load");

  private static final NamedMember ADD_REPOSITORY =
      new NamedMember(
          "look for dependencies in the repositories of the cluster",
          "org.apache.zeppelin.interpreter.InterpreterSettingManager",
          "addRepository",
          "org.apache.zeppelin.dep.Repository");

  private static final String SESSION = "jakarta.websocket.Session";
  private static final NamedMember SOCKET =
      new NamedMember(
          "let browsers of other servers use this server's notes",
          "org.apache.zeppelin.socket.NotebookSocket",
          "<init>",
          SESSION,
          "java.util.Map");

  @Override
  public String line() {
    return "0.12";
  }

  @Override
  public ZeppelinConfiguration configuration() {
    try {
      return (ZeppelinConfiguration) LOAD.call(null);
    } catch (InvocationTargetException e) {
      throw new StartRefusedException("Zeppelin's settings cannot be read: " + e.getCause());
    }
  }

  @Override
  public void addRepository(InterpreterSettingManager settings, String json) throws IOException {
    try {
      ADD_REPOSITORY.call(settings, Repository.fromJson(json));
    } catch (InvocationTargetException e) {
      throw new IOException("The repository cannot be added: " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public Class<?> restFilter() {
    return RestFilter.class;
  }

  @Override
  public NotebookSocket standIn(String name, Consumer<String> out) {
    return standIn(SOCKET, SESSION, name, out);
  }

  @Override
  public List<NamedMember> namedMembers() {
    return List.of(
        ADD,
        CLOSE,
        PROCESS,
        PROCESS_COMPLETE,
        SAVE,
        SOCKET,
        LOAD,
        INDEX_NOTE,
        INDEX_PARAGRAPH,
        TicketEntries.NEW,
        ADD_REPOSITORY);
  }
}
