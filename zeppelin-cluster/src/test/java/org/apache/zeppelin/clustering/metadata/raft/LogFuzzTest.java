// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.zeppelin.clustering.metadata.Commands.open;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.zeppelin.clustering.fuzz.Heap;
import org.apache.zeppelin.clustering.fuzz.Inputs;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A file of the log that somebody or something has changed, as Ratis reads it at a start. */
public class LogFuzzTest {

  private static final long MAX_ENTRY_BYTES = 1 << 20;
  private static final int KEPT_MEGABYTES = 32;
  private static final int ZERO_BYTES_AFTER_THE_END = 64;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** What a server has written and left; closed files have no room after the last entry. */
  private Path segment() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.newFolder().toPath(), 1)) {
      cluster.startAll();
      RaftMetadata server = cluster.leader();
      server
          .commit(List.of(open("s1", server.serverId()), put("note/a", "x", "s1")))
          .get(60, SECONDS);
      for (int i = 0; i < 5; i++) {
        server.commit(List.of(put("note/" + i, "y"))).get(60, SECONDS);
      }
      cluster.stop(server.serverId());
      try (Stream<Path> files = Files.walk(cluster.home(cluster.ids().get(0)))) {
        return files
            .filter(file -> file.getFileName().toString().startsWith("log_"))
            .findFirst()
            .get();
      }
    }
  }

  private static List<LogEntryProto> read(Path file) throws IOException {
    List<LogEntryProto> entries = new ArrayList<>();
    LogInspection.read(
        file, MAX_ENTRY_BYTES, e -> entries.add(LogEntryProto.newBuilder(e).build()));
    return entries;
  }

  /** The bytes that mean something: an open file goes on with zeros for megabytes. */
  private static byte[] written(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    int end = all.length;
    while (end > 0 && all[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(all, Math.min(all.length, end + ZERO_BYTES_AFTER_THE_END));
  }

  @Test
  public void isRefusedOrReadAsFarAsItIsSound() throws Exception {
    Path file = segment();
    List<LogEntryProto> sound = read(file);
    assertTrue(sound.size() > 5);
    Inputs inputs = new Inputs(List.of(written(file)));
    Heap heap = new Heap();
    int refused = 0;
    while (inputs.hasNext()) {
      Files.write(file, inputs.next());
      try {
        List<LogEntryProto> read = read(file);
        assertTrue(read.size() <= sound.size());
        assertEquals(sound.subList(0, read.size()), read);
      } catch (IOException | RuntimeException e) {
        refused++;
      }
    }
    assertTrue(refused > 0);
    heap.assertGrewByAtMost(KEPT_MEGABYTES);
  }
}
