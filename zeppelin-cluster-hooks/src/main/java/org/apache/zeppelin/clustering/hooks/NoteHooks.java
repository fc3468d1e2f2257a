// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.List;

/** The part of {@link Hooks} that is about notes, the search and the job manager page. */
final class NoteHooks {

  private static final String STRING = "java.lang.String";

  private static final List<String> ACTIONS =
      List.of(
          "createNote",
          "importNote",
          "cloneNote",
          "removeNote",
          "removeCorruptedNote",
          "moveNote",
          "moveFolder",
          "removeFolder",
          "emptyTrash",
          "restoreAll");
  private static final List<String> STEPS =
      List.of("addNote", "moveNote", "removeNote", "moveFolder", "removeFolder");

  private NoteHooks() {}

  static void addTo(List<Hook> hooks) {
    notes(hooks);
    jobs(hooks);
    search(hooks);
  }

  private static void notes(List<Hook> hooks) {
    hooks.add(
        Hook.forPurpose("know which paragraph a thread runs")
            .in("notebook.Paragraph")
            .method("jobRun", new String[0])
            .advice("NotebookHooks$Run"));
    hooks.add(
        Hook.forPurpose("read a note from the storage that this server does not know")
            .in("notebook.NoteManager")
            .methodFrom("getNote", STRING)
            .advice("NotebookHooks$Find"));
    hooks.add(
        Hook.forPurpose("read a note from the storage that this server does not know")
            .in("notebook.NoteManager")
            .methodFrom("processNote", STRING, "boolean")
            .advice("NotebookHooks$Find"));
    hooks.add(
        Hook.forPurpose("read a note from the storage when one asks whether it is there")
            .whereThere()
            .in("notebook.Notebook")
            .method("containsNoteById", STRING)
            .advice("NotebookHooks$Contains"));
    for (String action : ACTIONS) {
      hooks.add(
          Hook.forPurpose("change the tree of notes one at a time (" + action + ")")
              .in("notebook.Notebook")
              .method(action)
              .advice("NotebookHooks$Action"));
    }
    for (String step : STEPS) {
      hooks.add(
          Hook.forPurpose("tell the other servers what was done in the tree (" + step + ")")
              .in("notebook.NoteManager")
              .method(step)
              .advice("NotebookHooks$Step"));
    }
    hooks.add(
        Hook.forPurpose("tell the other servers what was done in the tree (a name that was set)")
            .in("notebook.NoteManager")
            .method(
                "saveNote",
                "org.apache.zeppelin.notebook.Note",
                "org.apache.zeppelin.user.AuthenticationInfo")
            .advice("NotebookHooks$Rename"));
    hooks.add(
        Hook.forPurpose("find the trash that others emptied")
            .in("notebook.NoteManager")
            .method("getTrashFolder", new String[0])
            .advice("NotebookHooks$Trash"));
    hooks.add(
        Hook.forPurpose("let nobody but its owner write a note")
            .in("notebook.repo.NotebookRepoSync")
            .methodFrom("save", "org.apache.zeppelin.notebook.Note")
            .returning("void")
            .advice("NotebookHooks$Save"));
    hooks.add(
        Hook.forPurpose("keep a note in memory that this server owns")
            .whereThere()
            .in("notebook.Note")
            .method("unLoad", new String[0])
            .advice("NotebookHooks$Unload"));
    for (String method : List.of("move", "remove")) {
      hooks.add(
          Hook.forPurpose("leave the storage alone where it has it already (" + method + ")")
              .in("notebook.repo.NotebookRepoSync")
              .method(method)
              .returning("void")
              .advice("NotebookHooks$Store"));
    }
  }

  private static void jobs(List<Hook> hooks) {
    hooks.add(
        Hook.forPurpose("show the jobs of all servers")
            .in("service.JobManagerService")
            .method(
                "getNoteJobInfoByUnixTime",
                "long",
                "org.apache.zeppelin.service.ServiceContext",
                "org.apache.zeppelin.service.ServiceCallback")
            .advice("JobHooks$Jobs"));
    hooks.add(
        Hook.forPurpose("tell the job manager pages of all servers")
            .in("socket.ConnectionManager")
            .method("broadcast", STRING, "org.apache.zeppelin.common.Message")
            .advice("JobHooks$Broadcast"));
  }

  private static void search(List<Hook> hooks) {
    hooks.add(
        Hook.forPurpose("know the search index of this server")
            .in("search.LuceneSearch")
            .methodFrom(Hook.CONSTRUCTOR, "org.apache.zeppelin.conf.ZeppelinConfiguration")
            .advice("SearchHooks$Made"));
    hooks.add(
        Hook.forPurpose("search the notes of all servers")
            .in("search.LuceneSearch")
            .method("query", STRING)
            .advice("SearchHooks$Query"));
  }
}
