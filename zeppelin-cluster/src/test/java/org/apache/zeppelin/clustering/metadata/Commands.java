// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.nio.charset.StandardCharsets;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.DeleteCommand;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ExpireSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.NoteEntry;
import org.apache.zeppelin.clustering.metadata.wire.OpenSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.PublishCommand;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.RequireSessionCommand;

/** Short names for what tests write. */
public final class Commands {

  private Commands() {}

  public static EntryValue note(String owner) {
    return EntryValue.note(new NoteEntry(owner, "session of " + owner));
  }

  public static Command put(String key, String owner) {
    return Command.put(new PutCommand(key, note(owner)));
  }

  public static Command put(String key, String owner, String session) {
    return Command.put(new PutCommand(key, note(owner)).setSession(session));
  }

  public static Command delete(String key) {
    return Command.remove(new DeleteCommand(key));
  }

  public static Command cas(String key, long version, String owner) {
    return Command.compareAndSet(new CompareAndSetCommand(key, version).setValue(note(owner)));
  }

  public static Command casDelete(String key, long version) {
    return Command.compareAndSet(new CompareAndSetCommand(key, version));
  }

  public static Command open(String session, String owner) {
    return Command.openSession(new OpenSessionCommand(session, owner, 5000));
  }

  public static Command expire(String session) {
    return Command.expireSession(new ExpireSessionCommand(session, "test"));
  }

  public static Command expire(String session, long term) {
    return Command.expireSession(new ExpireSessionCommand(session, "test").setTerm(term));
  }

  public static Command require(String session) {
    return Command.requireSession(new RequireSessionCommand(session));
  }

  public static Command publish(String topic, String payload) {
    return Command.publish(
        new PublishCommand().setTopic(topic).setPayload(payload.getBytes(StandardCharsets.UTF_8)));
  }
}
