// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.List;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.NoteEntry;
import org.apache.zeppelin.clustering.metadata.wire.RequireSessionCommand;

/** Every change that owning a note makes to the metadata. */
final class NoteCommands {

  private NoteCommands() {}

  /**
   * Takes the note. The entry ends with the session.
   *
   * @param version 0 when nobody has it, or that of the entry to take over
   */
  static List<Command> claim(String noteId, String server, String session, long version) {
    CompareAndSetCommand take =
        new CompareAndSetCommand(Keys.note(noteId), version)
            .setValue(EntryValue.note(new NoteEntry(server, session)))
            .setSession(session);
    return List.of(
        Command.requireSession(new RequireSessionCommand(session)), Command.compareAndSet(take));
  }

  /** Gives the note back unless somebody else has it by now. */
  static List<Command> release(String noteId, long version) {
    return List.of(Command.compareAndSet(new CompareAndSetCommand(Keys.note(noteId), version)));
  }
}
