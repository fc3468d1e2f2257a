// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.CredentialEntry;
import org.apache.zeppelin.clustering.metadata.wire.DeleteCommand;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.RequireSessionCommand;

/** Every change that permissions and credentials make to the metadata. */
final class AccessCommands {

  private AccessCommands() {}

  /**
   * Says who may use the note.
   *
   * @param version 0 when nothing was said yet, or that of the entry that is known
   */
  static List<Command> permission(
      String session, String noteId, long version, Permission permission) {
    return List.of(requireSession(session), set(noteId, version, permission));
  }

  /** The first word on each of these notes; all of it, or none when one has been said of one. */
  static List<Command> first(String session, Map<String, Permission> permissions) {
    List<Command> commands = new ArrayList<>();
    commands.add(requireSession(session));
    permissions.forEach((noteId, permission) -> commands.add(set(noteId, 0, permission)));
    return commands;
  }

  private static Command set(String noteId, long version, Permission permission) {
    return Command.compareAndSet(
        new CompareAndSetCommand(Keys.permission(noteId), version)
            .setValue(EntryValue.permission(permission.entry())));
  }

  /** The notes are gone; without an entry they let nobody. */
  static List<Command> gone(List<String> noteIds) {
    List<Command> commands = new ArrayList<>();
    for (String noteId : noteIds) {
      commands.add(Command.remove(new DeleteCommand(Keys.permission(noteId))));
    }
    return commands;
  }

  /**
   * What the user has stored.
   *
   * @param version 0 when there was nothing, or that of the entry that is known
   */
  static List<Command> credential(
      String session, String user, long version, CredentialEntry credential) {
    return List.of(
        requireSession(session),
        Command.compareAndSet(
            new CompareAndSetCommand(Keys.credential(user), version)
                .setValue(EntryValue.credential(credential))));
  }

  private static Command requireSession(String session) {
    return Command.requireSession(new RequireSessionCommand(session));
  }
}
