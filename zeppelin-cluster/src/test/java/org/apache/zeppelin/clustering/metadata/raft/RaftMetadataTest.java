// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.zeppelin.clustering.metadata.Commands.cas;
import static org.apache.zeppelin.clustering.metadata.Commands.publish;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.metadata.RecordingListener;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Real servers, each with its own Raft port and directory, in this JVM. */
public class RaftMetadataTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static Result commit(RaftMetadata server, Command... commands) throws Exception {
    return server.commit(List.of(commands)).get(60, SECONDS);
  }

  private static String owner(RaftMetadata server, String key) throws Exception {
    return server
        .get(key)
        .get(60, SECONDS)
        .map(entry -> entry.getValue().getNote().getOwner())
        .orElse("-");
  }

  private void writesAndReadsEverywhere(int servers) throws Exception {
    try (TestCluster cluster =
        new TestCluster(folder.getRoot().toPath(), servers).startAll()) {
      List<RecordingListener> listeners = new ArrayList<>();
      for (RaftMetadata server : cluster.all()) {
        RecordingListener listener = new RecordingListener();
        listeners.add(listener);
        server.watch(listener);
      }
      List<String> expected = new ArrayList<>();
      int round = 0;
      for (RaftMetadata writer : cluster.all()) {
        String key = "note/n" + round++;
        assertEquals(ResultCode.OK, commit(writer, put(key, "a")).getCode());
        assertEquals(ResultCode.CONFLICT, commit(writer, cas(key, 0, "b")).getCode());
        assertEquals(ResultCode.OK, commit(writer, publish("news", key)).getCode());
        expected.add(key + " - -> a");
        expected.add("published news " + key);
        for (RaftMetadata reader : cluster.all()) {
          assertEquals("a", owner(reader, key));
          assertEquals(round, reader.list("note/").get(60, SECONDS).size());
        }
      }
      for (RecordingListener listener : listeners) {
        Await.until("all events", () -> listener.heard().size() >= expected.size());
        assertEquals(expected, listener.heard());
      }
    }
  }

  @Test
  public void oneServerIsACluster() throws Exception {
    writesAndReadsEverywhere(1);
  }

  @Test
  public void threeServersAgree() throws Exception {
    writesAndReadsEverywhere(3);
  }

  @Test
  public void fiveServersAgree() throws Exception {
    writesAndReadsEverywhere(5);
  }
}
