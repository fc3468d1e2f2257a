// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.List;

/** The part of {@link Hooks} that is about permissions and credentials. */
final class AccessHooks {

  private static final String STRING = "java.lang.String";

  private AccessHooks() {}

  static void addTo(List<Hook> hooks) {
    permissions(hooks);
    listings(hooks);
    credentials(hooks);
  }

  private static void permissions(List<Hook> hooks) {
    String service = "notebook.AuthorizationService";
    String names = "java.util.Set";
    hooks.add(
        Hook.forPurpose("take over the permissions that a Zeppelin without cluster has left")
            .in(service)
            .method(Hook.CONSTRUCTOR)
            .advice("PermissionHooks$Loaded"));
    for (String kind : List.of("Owners", "Readers", "Writers", "Runners")) {
      hooks.add(
          Hook.forPurpose("decide by what is committed (" + kind + ")")
              .in(service)
              .method("get" + kind, STRING)
              .advice("PermissionHooks$Get"));
      hooks.add(
          Hook.forPurpose("commit a change of permissions (" + kind + ")")
              .in(service)
              .method("set" + kind, STRING, names, "boolean")
              .advice("PermissionHooks$Change"));
    }
    for (String question :
        List.of("isOwner", "hasReadPermission", "hasWritePermission", "hasRunPermission")) {
      hooks.add(
          Hook.forPurpose("deny what cannot be known where nobody logs in (" + question + ")")
              .in(service)
              .method(question, names, STRING)
              .advice("PermissionHooks$Allow"));
    }
    for (String method : List.of("createNoteAuth", "cloneNoteMeta")) {
      Hook.Builder hook =
          Hook.forPurpose("commit a note's first permissions before others see it: " + method);
      hooks.add(
          (method.equals("cloneNoteMeta") ? hook.whereThere() : hook)
              .in(service)
              .method(method)
              .advice("PermissionHooks$Create"));
    }
    hooks.add(
        Hook.forPurpose("commit that nobody is named any more")
            .in(service)
            .method("clearPermission", STRING, "boolean")
            .advice("PermissionHooks$Clear"));
    hooks.add(
        Hook.forPurpose("forget the permissions of a note that is gone")
            .in(service)
            .method("removeNoteAuth", STRING)
            .advice("PermissionHooks$Remove"));
    hooks.add(
        Hook.forPurpose("forget the permissions of the notes in a folder that is gone")
            .in("notebook.NoteManager")
            .method("removeFolder")
            .advice("PermissionHooks$RemoveFolder"));
    hooks.add(
        Hook.forPurpose("commit what a user changes at once, before he is told")
            .in(service)
            .method("saveNoteAuth")
            .advice("PermissionHooks$Save"));
    hooks.add(
        Hook.forPurpose("let what a user changes at once be one change")
            .in("rest.NotebookRestApi")
            .method("putNotePermissions", STRING, STRING)
            .advice("PermissionHooks$Together"));
  }

  private static void listings(List<Hook> hooks) {
    String notebook = "service.NotebookService";
    for (String method : List.of("listNotesInfo", "removeFolder", "renameFolder")) {
      hooks.add(
          Hook.forPurpose("list notes by what is committed by then (" + method + ")")
              .in(notebook)
              .method(method)
              .advice("PermissionHooks$Listing"));
    }
    hooks.add(
        Hook.forPurpose("list notes by what is committed by then (search)")
            .in("rest.NotebookRestApi")
            .method("search", STRING)
            .advice("PermissionHooks$Listing"));
    hooks.add(
        Hook.forPurpose("list notes by what is committed by then (jobs)")
            .in("service.JobManagerService")
            .method("getNoteJobInfoByUnixTime")
            .advice("PermissionHooks$Jobs"));
    hooks.add(
        Hook.forPurpose("show notes by what is committed by then")
            .in("socket.NotebookServer")
            .method("broadcastNoteListUpdate", new String[0])
            .advice("PermissionHooks$Show"));
    hooks.add(
        Hook.forPurpose("take over notes that somebody put into the storage")
            .in("notebook.Notebook")
            .method("reloadAllNotes")
            .advice("PermissionHooks$Reloaded"));
  }

  private static void credentials(List<Hook> hooks) {
    String credentials = "user.Credentials";
    hooks.add(
        Hook.forPurpose("take over the credentials that a Zeppelin without cluster has left")
            .in(credentials)
            .methodFrom(Hook.CONSTRUCTOR, "org.apache.zeppelin.conf.ZeppelinConfiguration")
            .advice("CredentialHooks$Loaded"));
    hooks.add(
        Hook.forPurpose("use the credentials that are committed")
            .in(credentials)
            .method("getUserCredentials", STRING)
            .advice("CredentialHooks$Get"));
    hooks.add(
        Hook.forPurpose("commit a change of credentials")
            .in(credentials)
            .method("putUserCredentials", STRING, "org.apache.zeppelin.user.UserCredentials")
            .advice("CredentialHooks$Put"));
    hooks.add(
        Hook.forPurpose("commit that a user has no credentials any more")
            .in(credentials)
            .method("removeUserCredentials", STRING)
            .advice("CredentialHooks$RemoveAll"));
    hooks.add(
        Hook.forPurpose("commit that a user has no credentials for a data source any more")
            .in(credentials)
            .method("removeCredentialEntity", STRING, STRING)
            .advice("CredentialHooks$Remove"));
  }
}
