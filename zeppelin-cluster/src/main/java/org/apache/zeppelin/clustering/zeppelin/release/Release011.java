// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.javax.RestFilter;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;
import org.apache.zeppelin.socket.NotebookSocket;

/** Zeppelin 0.11: javax, one configuration object. */
@TouchesZeppelin("bridge what differs between releases")
final class Release011 extends SinceRelease011 {

  private static final String SESSION = "javax.websocket.Session";
  private static final NamedMember SOCKET =
      new NamedMember(
          "let browsers of other servers use this server's notes",
          "org.apache.zeppelin.socket.NotebookSocket",
          "<init>",
          SESSION,
          "java.util.Map");

  @Override
  public String line() {
    return "0.11";
  }

  @Override
  public ZeppelinConfiguration configuration() {
    return ZeppelinConfiguration.create();
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
        INDEX_NOTE,
        INDEX_PARAGRAPH,
        TicketEntries.NEW);
  }
}
