// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.DeleteCommand;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.LockEntry;
import org.apache.zeppelin.clustering.metadata.wire.PublishCommand;
import org.apache.zeppelin.clustering.metadata.wire.RequireSessionCommand;
import org.apache.zeppelin.clustering.notes.wire.TreeChange;
import org.apache.zeppelin.clustering.notes.wire.TreeChanges;
import org.apache.zeppelin.clustering.notes.wire.TreeOperation;

/** Every change that the tree of notes makes to the metadata. */
final class TreeCommands {

  static final String LOCK = Keys.LOCK_PREFIX + "notes";
  static final String TOPIC = "notes/tree";

  private TreeCommands() {}

  /**
   * Takes the right to change the tree.
   *
   * @param version 0 when nobody has it, or that of the entry to take over
   */
  static List<Command> lock(String server, String session, long version) {
    CompareAndSetCommand take =
        new CompareAndSetCommand(LOCK, version)
            .setValue(EntryValue.lock(new LockEntry(server, session)))
            .setSession(session);
    return List.of(requireSession(session), Command.compareAndSet(take));
  }

  /** Tells what was done and gives the right back, in one step. */
  static List<Command> done(String server, String session, long version, List<TreeChange> changes) {
    List<Command> commands = new ArrayList<>();
    commands.add(requireSession(session));
    if (!changes.isEmpty()) {
      commands.add(publish(server, changes));
    }
    for (TreeChange change : changes) {
      if (change.getOperation() == TreeOperation.REMOVE_NOTE) {
        // Nobody owns what is not there.
        commands.add(Command.remove(new DeleteCommand(Keys.note(change.getSubject()))));
      }
    }
    commands.add(unlock(version));
    return commands;
  }

  /** Gives the right back unless somebody else has it by now. */
  static Command unlock(long version) {
    return Command.compareAndSet(new CompareAndSetCommand(LOCK, version));
  }

  static Command publish(String server, List<TreeChange> changes) {
    byte[] payload = Codec.encode(new TreeChanges(server, changes));
    PublishCommand publish = new PublishCommand();
    publish.setTopic(TOPIC);
    publish.setPayload(payload);
    return Command.publish(publish);
  }

  private static Command requireSession(String session) {
    return Command.requireSession(new RequireSessionCommand(session));
  }
}
