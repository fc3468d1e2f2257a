// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a browser's message says which note it is about, for each operation of Zeppelin's {@code
 * Message.OP} that is about one; docs/operations.md says why. All others are handled by the server
 * that the browser is connected to.
 */
enum Routing {
  /** Its field {@code id} names the note. */
  ID,
  /** Its field {@code noteId} names the note. */
  NOTE_ID,
  /** It is about the note that the browser looks at; some name it besides, in {@code noteId}. */
  VIEWED,
  /** It is about the note that the administrator chose as home, if any. */
  HOME,
  /** It is about no note. */
  NONE;

  private static final Map<String, Routing> BY_OPERATION = table();

  static Routing of(String operation) {
    return BY_OPERATION.getOrDefault(operation, NONE);
  }

  private static Map<String, Routing> table() {
    Map<String, Routing> table = new TreeMap<>();
    put(
        table,
        ID,
        "GET_NOTE",
        "RELOAD_NOTE",
        "NOTE_UPDATE",
        "NOTE_RENAME",
        "UPDATE_PERSONALIZED_MODE",
        "DEL_NOTE",
        "MOVE_NOTE_TO_TRASH",
        "RESTORE_NOTE",
        "PARAGRAPH_CLEAR_ALL_OUTPUT");
    put(
        table,
        NOTE_ID,
        "RUN_ALL_PARAGRAPHS",
        "CONVERT_NOTE_NBFORMAT",
        "ANGULAR_OBJECT_UPDATED",
        "ANGULAR_OBJECT_CLIENT_BIND",
        "ANGULAR_OBJECT_CLIENT_UNBIND",
        "CHECKPOINT_NOTE",
        "LIST_REVISION_HISTORY",
        "SET_NOTE_REVISION",
        "NOTE_REVISION",
        "NOTE_REVISION_FOR_COMPARE",
        "GET_INTERPRETER_BINDINGS",
        "SAVE_INTERPRETER_BINDINGS",
        "SAVE_NOTE_FORMS",
        "REMOVE_NOTE_FORMS");
    put(
        table,
        VIEWED,
        "COMMIT_PARAGRAPH",
        "PATCH_PARAGRAPH",
        "RUN_PARAGRAPH",
        "PARAGRAPH_EXECUTED_BY_SPELL",
        "CANCEL_PARAGRAPH",
        "INSERT_PARAGRAPH",
        "MOVE_PARAGRAPH",
        "COPY_PARAGRAPH",
        "PARAGRAPH_REMOVE",
        "PARAGRAPH_CLEAR_OUTPUT",
        "COMPLETION",
        "EDITOR_SETTING",
        "CLONE_NOTE");
    put(table, HOME, "GET_HOME_NOTE");
    return table;
  }

  private static void put(Map<String, Routing> table, Routing routing, String... operations) {
    for (String operation : operations) {
      table.put(operation, routing);
    }
  }
}
