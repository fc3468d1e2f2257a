// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.zeppelin.clustering.access.Permission;
import org.apache.zeppelin.clustering.access.Permission.Kind;
import org.apache.zeppelin.clustering.access.Permissions;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.user.AuthenticationInfo;

/** Zeppelin's questions for permissions, and its changes of them. Any thread may call. */
@TouchesZeppelin("decide by the permissions that are committed")
final class PermissionGateway {

  private static final String UNKNOWN =
      "the cluster does not know who may use this note; an administrator may have the list of"
          + " notes read anew from the storage";

  private final Permissions permissions;
  private final NoteManager notes;
  private final ZeppelinConfiguration configuration;

  /** What the thread has changed and not saved yet, by note; absent while each counts at once. */
  private final ThreadLocal<Map<String, UnaryOperator<Permission>>> together = new ThreadLocal<>();

  PermissionGateway(
      Permissions permissions, NoteManager notes, ZeppelinConfiguration configuration) {
    this.permissions = permissions;
    this.notes = notes;
    this.configuration = configuration;
  }

  /** Whom a method such as {@code getOwners} names, as a set of the caller's own. */
  Set<String> permitted(String method, String noteId) {
    return new HashSet<>(of(noteId).names(kind(method)));
  }

  /** False when nobody may use the note because this server cannot know who may. */
  boolean known(String noteId) {
    return of(noteId).known();
  }

  private Permission of(String noteId) {
    if (noteId == null) {
      return Permission.denied("no note was named");
    }
    Optional<Permission> committed = permissions.of(noteId);
    if (committed.isPresent()) {
      return committed.get();
    }
    // Of a note that is not there, Zeppelin says so to everybody.
    return notes.getNotesInfo().containsKey(noteId)
        ? Permission.denied(UNKNOWN)
        : Permission.PUBLIC;
  }

  /** As Zeppelin would begin with the user's new note. */
  void first(String noteId, AuthenticationInfo user) throws IOException {
    Permission permission = Permission.PUBLIC;
    if (!AuthenticationInfo.isAnonymous(user)) {
      Set<String> owner = names(Set.of(user.getUser()));
      permission = permission.with(Kind.OWNERS, owner);
      if (!configuration.isNotebookPublic()) {
        permission =
            permission
                .with(Kind.READERS, owner)
                .with(Kind.WRITERS, owner)
                .with(Kind.RUNNERS, owner);
      }
    }
    permissions.first(noteId, permission);
  }

  /**
   * @param method such as {@code setOwners}; null when no set shall name anybody
   */
  void permit(String method, String noteId, Set<String> entities) throws IOException {
    Set<String> names = method == null ? Set.of() : names(entities);
    UnaryOperator<Permission> change =
        method == null ? any -> Permission.PUBLIC : present -> present.with(kind(method), names);
    Map<String, UnaryOperator<Permission>> waiting = together.get();
    if (waiting == null) {
      permissions.change(noteId, change);
    } else {
      waiting.merge(noteId, change, (first, next) -> p -> next.apply(first.apply(p)));
    }
  }

  /** What the calling thread changes from now on counts when it is saved. */
  void beginTogether() {
    together.set(new HashMap<>());
  }

  void save() throws IOException {
    Map<String, UnaryOperator<Permission>> waiting = together.get();
    if (waiting != null) {
      for (Map.Entry<String, UnaryOperator<Permission>> each : waiting.entrySet()) {
        permissions.change(each.getKey(), each.getValue());
      }
      waiting.clear();
    }
  }

  /** What was not saved is forgotten. */
  void endTogether() {
    together.remove();
  }

  /** The notes in a folder and all below it. */
  List<String> notesIn(String folder) {
    List<String> ids = new ArrayList<>();
    notes
        .getNotesInfo()
        .forEach(
            (noteId, path) -> {
              if (path.startsWith(folder + "/")) {
                ids.add(noteId);
              }
            });
    return ids;
  }

  private static Kind kind(String method) {
    return Kind.valueOf(method.substring("get".length()).toUpperCase(Locale.ROOT));
  }

  /** Names as Zeppelin keeps them. */
  private Set<String> names(Set<String> entities) {
    Set<String> names = new HashSet<>();
    for (String entity : entities) {
      String name = entity.trim();
      if (!name.isEmpty()) {
        names.add(configuration.isUsernameForceLowerCase() ? name.toLowerCase() : name);
      }
    }
    return names;
  }
}
