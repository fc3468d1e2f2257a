// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.NoteEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.junit.Test;

/** What is counted of the entries, against what counting them gives. */
public class ProcessCountsTest {

  private static final int SERVERS = 4;
  private static final int USERS = 3;

  private static EntryValue process(String manager, String user) {
    return EntryValue.process(
        new ProcessEntry(
            "group", "setting", "setting", user, "note", ProcessState.RUNNING, manager, "session"));
  }

  private static EntryValue randomValue(Random random) {
    return random.nextInt(4) == 0
        ? EntryValue.note(new NoteEntry("server" + random.nextInt(SERVERS), "session"))
        : process("server" + random.nextInt(SERVERS), "user" + random.nextInt(USERS));
  }

  private static long counted(EntryTable table, String manager, String user) {
    List<Entry> all = new ArrayList<>();
    table.tree().visit((key, entry) -> all.add(entry));
    return all.stream()
        .map(Entry::getValue)
        .filter(EntryValue::isSetProcess)
        .map(EntryValue::getProcess)
        .filter(process -> process.getManager().equals(manager))
        .filter(process -> user == null || process.getUserName().equals(user))
        .count();
  }

  @Test
  public void afterEachChangeTheyAreWhatIsThere() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      EntryTable table = EntryTable.empty();
      for (int step = 1; step <= 200; step++) {
        String key = "process/" + random.nextInt(20);
        table =
            random.nextInt(3) == 0
                ? table.remove(key)
                : table.put(new Entry(key, randomValue(random), step, step, step));
        for (int server = 0; server < SERVERS; server++) {
          String manager = "server" + server;
          String at = "seed " + seed + ", step " + step + ", " + manager;
          assertEquals(at, counted(table, manager, null), table.processes().of(manager));
          for (int user = 0; user < USERS; user++) {
            assertEquals(
                at,
                counted(table, manager, "user" + user),
                table.processes().of(manager, "user" + user));
          }
        }
      }
    }
  }

  @Test
  public void aStateFromASnapshotHasThemToo() {
    MetadataState state =
        MetadataState.of(
            5,
            List.of(
                new Entry("process/a", process("s1", "ann"), 1, 1, 1),
                new Entry("process/b", process("s1", "bob"), 2, 2, 2),
                new Entry("process/c", process("s2", "ann"), 3, 3, 3)),
            List.of(),
            List.of());
    assertEquals(2, state.processes("s1"));
    assertEquals(1, state.processes("s1", "ann"));
    assertEquals(1, state.processes("s2"));
    assertEquals(0, state.processes("s2", "bob"));
    assertEquals(0, state.processes("s3"));
  }
}
