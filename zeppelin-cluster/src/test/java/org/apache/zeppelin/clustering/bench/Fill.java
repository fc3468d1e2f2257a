// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.NoteEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/** Entries as a large cluster has them. */
final class Fill {

  private static final int NAME_LENGTH = 9;

  private Fill() {}

  static String group(int number) {
    return "spark-user" + number + "-shared_process";
  }

  /** A running process of that number, managed by the server of the session. */
  static List<Command> process(int number, Session session) {
    ProcessEntry process =
        new ProcessEntry(
            group(number),
            "spark",
            "spark",
            "user" + number % 500,
            note(number),
            ProcessState.RUNNING,
            session.getOwner(),
            session.getId());
    process.setHost(session.getOwner().split(":")[0]).setPort(30_000).setPid(number);
    process.setSessions(
        Map.of("shared_session", Set.of("org.apache.zeppelin.spark.SparkInterpreter")));
    String key = Keys.process(group(number));
    return List.of(Command.put(new PutCommand(key, EntryValue.process(process))));
  }

  /** An open note of that number, owned by the server of the session. */
  static List<Command> owned(int number, Session session) {
    EntryValue value = EntryValue.note(new NoteEntry(session.getOwner(), session.getId()));
    return List.of(
        Command.put(new PutCommand(Keys.note(note(number)), value).setSession(session.getId())));
  }

  private static String note(int number) {
    String digits = Integer.toString(number, Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    return "2" + "A".repeat(NAME_LENGTH - 1 - digits.length()) + digits;
  }
}
