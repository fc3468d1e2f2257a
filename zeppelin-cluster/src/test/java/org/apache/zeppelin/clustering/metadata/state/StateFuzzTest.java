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
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.apache.zeppelin.clustering.fuzz.Heap;
import org.apache.zeppelin.clustering.fuzz.Inputs;
import org.apache.zeppelin.clustering.metadata.wire.LeaderAnswer;
import org.apache.zeppelin.clustering.metadata.wire.LeaderQuery;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.Requests;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.Results;
import org.apache.zeppelin.clustering.servers.wire.ClusterLoads;
import org.apache.zeppelin.clustering.servers.wire.Heartbeat;
import org.apache.zeppelin.clustering.servers.wire.HeartbeatReply;
import org.apache.zeppelin.clustering.shaded.thrift.TBase;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Bytes that somebody or something has changed: in the log, in snapshots, in questions. */
public class StateFuzzTest {

  private static final int KEPT_MEGABYTES = 32;

  /** States grow by what is sound in the inputs; a new one now and then keeps that small. */
  private static final int RECORDS_PER_STATE = 500;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static Log log() {
    Log log = new Log();
    log.commit(open("s1", "server1"), put("note/a", "x", "s1"));
    log.commit(put("note/b", "y"));
    return log;
  }

  private static List<byte[]> records() {
    return List.of(
        Codec.encode(Log.record("c", 1, 1, List.of(put("note/a", "x"), publish("t", "p")))),
        Codec.encode(Log.record("c", 2, 1, List.of(open("s2", "x"), put("note/c", "x", "s2")))),
        Codec.encode(Log.record("c", 3, 2, List.of(cas("note/b", 2, "z"), require("s1")))),
        Codec.encode(Log.record("d", 1, 1, List.of(expire("s1"), expire("s1", 3)))),
        Codec.encode(Log.record("d", 2, 1, List.of(delete("note/b"), casDelete("note/a", 1)))),
        Codec.encode(
            Log.together(
                Log.record("e", 1, 1, List.of(put("note/a", "x"), require("s1"))),
                Log.record("e", 2, 1, List.of(cas("note/b", 2, "z"))),
                Log.record("e", 3, 1, List.of(delete("note/c"))))));
  }

  private static LogRecord record(byte[] bytes) {
    try {
      return Codec.decode(bytes, new LogRecord());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Test
  public void aLogEntryOfAnyBytesDoesTheSameOnEveryReplicaOrNothing() {
    Inputs inputs = new Inputs(records());
    Heap heap = new Heap();
    int sound = 0;
    Log one = log();
    Log other = log();
    while (inputs.hasNext()) {
      byte[] bytes = inputs.next();
      LogRecord record = record(bytes);
      MetadataState before = one.state;
      Result result = one.apply(record);
      assertEquals(result, other.apply(record(bytes)));
      if (record == null) {
        assertEquals(before.list(""), one.state.list(""));
        assertEquals(before.sessions(), one.state.sessions());
      } else {
        sound++;
      }
      if (inputs.given() % RECORDS_PER_STATE == 0) {
        assertEquals(one.state.list(""), other.state.list(""));
        assertEquals(one.state.sessions(), other.state.sessions());
        one = log();
        other = log();
      }
    }
    assertTrue(sound > 0 && sound < inputs.given());
    heap.assertGrewByAtMost(KEPT_MEGABYTES);
  }

  @Test
  public void aSnapshotOfAnyBytesIsRefusedOrWhatWasWritten() throws IOException {
    snapshots(false);
  }

  /**
   * Somebody who changes a snapshot can make its sum right: then it is at least no danger to read.
   */
  @Test
  public void aSnapshotOfAnyBytesWithARightSumIsRefusedOrAState() throws IOException {
    snapshots(true);
  }

  private void snapshots(boolean rightSum) throws IOException {
    MetadataState state = log().state;
    Path file = folder.getRoot().toPath().resolve("snapshot.3_2");
    SnapshotFile.write(state, Log.TERM, file);
    Inputs inputs = new Inputs(List.of(Files.readAllBytes(file)));
    Heap heap = new Heap();
    int read = 0;
    while (inputs.hasNext()) {
      byte[] bytes = inputs.next();
      Files.write(file, rightSum ? withSum(bytes) : bytes);
      try {
        MetadataState found = SnapshotFile.read(file, Log.TERM, state.index());
        read++;
        if (!rightSum) {
          assertEquals(state.list(""), found.list(""));
          assertEquals(state.sessions(), found.sessions());
        }
      } catch (IOException e) {
        assertTrue(e.getMessage(), e.getMessage().contains(file.toString()));
      }
    }
    assertTrue(read < inputs.given());
    heap.assertGrewByAtMost(KEPT_MEGABYTES);
  }

  private static byte[] withSum(byte[] bytes) {
    if (bytes.length < Integer.BYTES) {
      return bytes;
    }
    int summed = bytes.length - Integer.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, summed);
    ByteBuffer.wrap(bytes).putInt(summed, (int) crc.getValue());
    return bytes;
  }

  @Test
  public void questionsAndHeartbeatsOfAnyBytesAreReadOrRefused() {
    List<Supplier<TBase<?, ?>>> kinds =
        List.of(
            LeaderQuery::new,
            LeaderAnswer::new,
            Requests::new,
            Results::new,
            Heartbeat::new,
            HeartbeatReply::new,
            ClusterLoads::new);
    Inputs inputs = new Inputs(records());
    Heap heap = new Heap();
    int refused = 0;
    while (inputs.hasNext()) {
      try {
        Codec.decode(inputs.next(), kinds.get(inputs.given() % kinds.size()).get());
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertTrue(refused > 0);
    heap.assertGrewByAtMost(KEPT_MEGABYTES);
  }
}
