// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import static org.apache.zeppelin.clustering.metadata.Commands.cas;
import static org.apache.zeppelin.clustering.metadata.Commands.casDelete;
import static org.apache.zeppelin.clustering.metadata.Commands.delete;
import static org.apache.zeppelin.clustering.metadata.Commands.expire;
import static org.apache.zeppelin.clustering.metadata.Commands.open;
import static org.apache.zeppelin.clustering.metadata.Commands.publish;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.apache.zeppelin.clustering.metadata.Commands.require;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Random logs: the same on every replica, with a snapshot at every index, and as the model says.
 */
public class ReplicasAgreeTest {

  private static final int LENGTH = 60;
  private static final int KEYS = 12;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** A log with repeats, late duplicates, groups, and versions that are sometimes right. */
  private static List<LogRecord> randomLog(Random random, int length) {
    List<LogRecord> log = new ArrayList<>();
    Map<String, Long> sequences = new HashMap<>();
    for (int i = 0; i < length; i++) {
      if (!log.isEmpty() && random.nextInt(5) == 0) {
        log.add(log.get(random.nextInt(log.size())));
        continue;
      }
      String client = "client" + random.nextInt(3);
      LogRecord record = randomRecord(random, client, sequences, i);
      if (random.nextInt(3) == 0) {
        for (int other = random.nextInt(4); other >= 0; other--) {
          // Of another one now and then, which is not allowed.
          String whose = random.nextInt(10) == 0 ? "client" + random.nextInt(3) : client;
          record.addToOthers(randomRecord(random, whose, sequences, i).getRequest());
        }
      }
      log.add(record);
    }
    return log;
  }

  private static LogRecord randomRecord(
      Random random, String client, Map<String, Long> sequences, int i) {
    long sequence = sequences.merge(client, 1L, Long::sum);
    long answeredBelow = Math.max(1, sequence - random.nextInt(4));
    List<Command> commands = new ArrayList<>();
    for (int c = random.nextInt(3); c >= 0; c--) {
      commands.add(randomCommand(random, i));
    }
    return Log.record(client, sequence, answeredBelow, commands);
  }

  private static Command randomCommand(Random random, int index) {
    String key = "note/" + random.nextInt(KEYS);
    String session = "session" + random.nextInt(6);
    // The index in the log of a recent record, or one too far, or absence.
    long version = random.nextInt(3) == 0 ? 0 : Math.max(0, index + 1 - random.nextInt(6));
    switch (random.nextInt(10)) {
      case 0:
      case 1:
        return put(key, "owner" + index);
      case 2:
        return put(key, "owner" + index, session);
      case 3:
        return delete(key);
      case 4:
      case 5:
        return cas(key, version, "owner" + index);
      case 6:
        return casDelete(key, version);
      case 7:
        return open(session, "server" + random.nextInt(3));
      case 8:
        return random.nextBoolean() ? expire(session) : require(session);
      default:
        return publish("topic", "payload" + index);
    }
  }

  private byte[] bytes(MetadataState state) throws Exception {
    Path file = folder.newFile().toPath();
    SnapshotFile.write(state, 1, file);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private MetadataState restored(byte[] bytes, long index) throws Exception {
    Path file = folder.newFile().toPath();
    Files.write(file, bytes);
    MetadataState state = SnapshotFile.read(file, 1, index);
    Files.delete(file);
    return state;
  }

  @Test
  public void everyReplicaAndEverySnapshotComesToTheSameState() throws Exception {
    for (int seed = 0; seed < 15; seed++) {
      List<LogRecord> log = randomLog(new Random(seed), LENGTH);
      List<byte[]> snapshots = new ArrayList<>();
      MetadataState state = MetadataState.empty();
      snapshots.add(bytes(state));
      for (int i = 1; i <= log.size(); i++) {
        state = state.apply(log.get(i - 1), 1, i).state();
        snapshots.add(bytes(state));
      }
      for (int from = 0; from <= log.size(); from++) {
        MetadataState replica = restored(snapshots.get(from), from);
        assertArrayEquals("seed " + seed + " at " + from, snapshots.get(from), bytes(replica));
        for (int i = from + 1; i <= log.size(); i++) {
          replica = replica.apply(log.get(i - 1), 1, i).state();
        }
        assertArrayEquals(
            "seed " + seed + " from " + from, snapshots.get(log.size()), bytes(replica));
      }
    }
  }

  @Test
  public void everyStateIsAsTheModelSays() {
    for (int seed = 0; seed < 500; seed++) {
      PlainModel model = new PlainModel();
      MetadataState state = MetadataState.empty();
      List<LogRecord> log = randomLog(new Random(seed), 4 * LENGTH);
      for (int i = 1; i <= log.size(); i++) {
        String at = "seed " + seed + " at " + i + ": " + log.get(i - 1);
        Applied applied = state.apply(log.get(i - 1), 1, i);
        state = applied.state();
        assertEquals(at, model.apply(log.get(i - 1), i), codes(applied));
        assertEquals(at, model.content(), PlainModel.contentOf(state));
      }
    }
  }

  private static List<String> codes(Applied applied) {
    return applied.results().stream()
        .map(result -> result.getCode().name())
        .collect(Collectors.toList());
  }

  /** A listener that keeps a copy of the map by what it hears, and only that. */
  private static final class Follower implements MetadataListener {
    final Map<String, Entry> entries = new TreeMap<>();
    final Map<String, Session> sessions = new TreeMap<>();

    @Override
    public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
      assertEquals(before.orElse(null), entries.get(key));
      after.ifPresentOrElse(entry -> entries.put(key, entry), () -> entries.remove(key));
    }

    @Override
    public void sessionOpened(long index, Session session) {
      sessions.put(session.getId(), session);
    }

    @Override
    public void sessionExpired(long index, Session session, String reason) {
      assertEquals(session, sessions.remove(session.getId()));
    }

    void assertKnows(MetadataState state) {
      assertEquals(state.list(""), new ArrayList<>(entries.values()));
      assertEquals(state.sessions(), new ArrayList<>(sessions.values()));
    }
  }

  @Test
  public void whatListenersHearIsWhatHappenedAlsoWhenTheyJump() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Follower everything = new Follower();
      Follower jumping = new Follower();
      MetadataState state = MetadataState.empty();
      MetadataState jumpedTo = state;
      List<LogRecord> log = randomLog(random, 2 * LENGTH);
      for (int i = 1; i <= log.size(); i++) {
        Applied applied = state.apply(log.get(i - 1), 1, i);
        state = applied.state();
        applied.changes().forEach(change -> change.tell(everything));
        everything.assertKnows(state);
        if (random.nextInt(10) == 0) {
          StateDiff.between(jumpedTo, state).forEach(change -> change.tell(jumping));
          jumpedTo = state;
          jumping.assertKnows(state);
        }
      }
    }
  }

  @Test
  public void aRetriedRequestAppliesOnceWhereverTheSnapshotFalls() throws Exception {
    LogRecord claim = Log.record("c", 1, 1, List.of(cas("note/a", 0, "claimed")));
    MetadataState state = MetadataState.empty();
    Applied first = state.apply(claim, 1, 1);
    MetadataState replica = restored(bytes(first.state()), 1);
    Result retried = replica.apply(claim, 1, 2).results().get(0);
    assertEquals("not CONFLICT: the client has its claim", first.results().get(0), retried);
  }
}
