// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.zeppelin.clustering.metadata.Commands.cas;
import static org.apache.zeppelin.clustering.metadata.Commands.delete;
import static org.apache.zeppelin.clustering.metadata.Commands.publish;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.metadata.LeaderReply;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.apache.zeppelin.clustering.metadata.RecordingListener;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
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

  /** Two that have missed each other for long may take some elections. */
  private static boolean serves(RaftMetadata server) throws Exception {
    try {
      return commit(server, put("note/b", "x")).getCode() == ResultCode.OK;
    } catch (ExecutionException e) {
      assertEquals(MetadataUnavailableException.class, e.getCause().getClass());
      return false;
    }
  }

  private static String owner(RaftMetadata server, String key) throws Exception {
    return server
        .get(key)
        .get(60, SECONDS)
        .map(entry -> entry.getValue().getNote().getOwner())
        .orElse("-");
  }

  private void writesAndReadsEverywhere(int servers) throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), servers).startAll()) {
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

  /** Ratis would write another one after each, to tell of it. */
  @Test
  public void aCommitIsOneEntryOfTheLog() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 3).startAll()) {
      RaftMetadata leader = cluster.leader();
      long first = leader.commit(List.of(put("note/a", "0"))).get(60, SECONDS).getIndex();
      for (int i = 1; i <= 20; i++) {
        String owner = String.valueOf(i);
        assertEquals(
            first + i, leader.commit(List.of(put("note/a", owner))).get(60, SECONDS).getIndex());
        for (RaftMetadata server : cluster.all()) {
          Await.until("heard", () -> server.local().index() >= leader.local().index());
        }
      }
    }
  }

  @Test
  public void writesAtOneTimeShareEntriesAndEachHasItsResult() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 3).startAll()) {
      for (RaftMetadata server : cluster.all()) {
        long before = server.commit(List.of()).get(60, SECONDS).getIndex();
        Map<String, CompletableFuture<Result>> claims = new TreeMap<>();
        Map<String, CompletableFuture<Result>> late = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
          String key = "note/" + server.serverId() + i;
          claims.put(key, server.commit(List.of(cas(key, 0, "first"))));
        }
        for (String key : claims.keySet()) {
          // One of the two wins.
          late.put(key, server.commit(List.of(cas(key, 0, "second"))));
        }
        for (String key : claims.keySet()) {
          Result first = claims.get(key).get(60, SECONDS);
          Result second = late.get(key).get(60, SECONDS);
          boolean firstWon = first.getCode() == ResultCode.OK;
          assertEquals(firstWon ? ResultCode.CONFLICT : ResultCode.OK, second.getCode());
          Entry entry = server.get(key).get(60, SECONDS).orElseThrow();
          assertEquals(firstWon ? "first" : "second", entry.getValue().getNote().getOwner());
          assertEquals((firstWon ? first : second).getIndex(), entry.getVersion());
        }
        long after = server.commit(List.of()).get(60, SECONDS).getIndex();
        assertTrue(after - before + " entries for 400 writes", after - before < 200);
      }
    }
  }

  @Test
  public void theLeaderIsAskedFromEverywhere() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 3).startAll()) {
      String leader = cluster.leader().serverId();
      for (RaftMetadata server : cluster.all()) {
        byte[] answer = server.askLeader("topic", new byte[] {1}).get(60, SECONDS);
        assertEquals(leader + " topic", new String(answer, StandardCharsets.UTF_8));
        assertArrayEquals(
            answer, server.askLeaderPatiently("topic", new byte[] {1}).get(60, SECONDS));
        long index = commit(cluster.follower(), put("note/a", server.serverId())).getIndex();
        LeaderReply reply = server.askLeaderAndRead("topic", new byte[] {1}).get(60, SECONDS);
        assertArrayEquals(answer, reply.payload());
        assertTrue("what is committed is read", reply.view().index() >= index);
        ExecutionException refused =
            assertThrows(
                ExecutionException.class,
                () -> server.askLeader("refuse", new byte[0]).get(60, SECONDS));
        assertEquals(MetadataException.class, refused.getCause().getClass());
        assertEquals("no answer to this", refused.getCause().getMessage());
      }
    }
  }

  @Test
  public void whenTheLeaderStopsAnotherLeadsAndNothingIsLost() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 3).startAll()) {
      RaftMetadata old = cluster.leader();
      RaftMetadata follower = cluster.follower();
      commit(follower, put("note/a", "before"));
      // A client that retries over the change: no error may reach it.
      CompletableFuture<List<ResultCode>> writer = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                List<ResultCode> codes = new ArrayList<>();
                try {
                  for (int i = 0; i < 100; i++) {
                    codes.add(commit(follower, cas("note/w" + i, 0, "w")).getCode());
                  }
                  writer.complete(codes);
                } catch (Exception e) {
                  writer.completeExceptionally(e);
                }
              });
      thread.start();
      Await.until("some writes", () -> follower.local().get("note/w10").isPresent());
      cluster.stop(old.serverId());
      List<ResultCode> codes = writer.get(60, SECONDS);
      for (ResultCode code : codes) {
        assertEquals("a retried claim is answered with its own success", ResultCode.OK, code);
      }
      RaftMetadata leader = cluster.leader();
      assertFalse(leader.serverId().equals(old.serverId()));
      for (RaftMetadata server : cluster.all()) {
        assertEquals("before", owner(server, "note/a"));
        assertEquals(100, server.list("note/w").get(60, SECONDS).size());
        Await.until(
            "the stopped one is missed",
            () -> server.status().missing().equals(List.of(old.serverId())));
        assertEquals(Optional.of(leader.serverId()), server.status().leader());
      }
      assertEquals(List.of("started", "stopped"), cluster.duties(old.serverId()).calls());
      assertEquals(List.of("started"), cluster.duties(leader.serverId()).calls());
      RaftMetadata back = cluster.start(old.serverId());
      assertEquals("before", owner(back, "note/a"));
      Await.until("nobody is missed", () -> leader.status().missing().isEmpty());
    }
  }

  @Test
  public void aLeaderWhoseHostRefusesIsReplacedLongBeforeTheElectionTimeout() throws Exception {
    try (TestCluster cluster =
        new TestCluster(
                folder.getRoot().toPath(),
                3,
                settings ->
                    settings.electionTimeoutMinMillis(12_000).electionTimeoutMaxMillis(13_000))
            .startAll()) {
      RaftMetadata leader = cluster.leader();
      RaftMetadata follower = cluster.follower();
      commit(follower, put("note/a", "before"));
      Await.until("nobody is missed", () -> follower.status().missing().isEmpty());
      cluster.stop(leader.serverId());
      // The last heartbeat is six seconds old at most.
      assertEquals(
          ResultCode.OK,
          follower.commit(List.of(put("note/a", "after"))).get(5, SECONDS).getCode());
    }
  }

  @Test
  public void aRequestRepeatedUnderItsIdAppliesOnce() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 3).startAll()) {
      RequestId id = new RequestId("client", 1, 1);
      List<Command> claim = List.of(cas("note/a", 0, "x"));
      Result first = cluster.follower().commit(id, claim).get(60, SECONDS);
      for (RaftMetadata server : cluster.all()) {
        assertEquals(first, server.commit(id, claim).get(60, SECONDS));
      }
    }
  }

  @Test
  public void withoutAMajorityItSaysWhomItMisses() throws Exception {
    try (TestCluster cluster =
        new TestCluster(
                folder.getRoot().toPath(),
                3,
                builder -> builder.requestTimeoutMillis(3_000).attemptTimeoutMillis(1_000))
            .startAll()) {
      RaftMetadata survivor = cluster.follower();
      commit(survivor, put("note/a", "before"));
      List<String> others = new ArrayList<>(cluster.sorted());
      others.remove(survivor.serverId());
      others.forEach(cluster::stop);
      Await.until("both are missed", () -> survivor.status().missing().equals(others));
      List<CompletableFuture<?>> futures =
          List.of(
              survivor.commit(List.of(put("note/a", "after"))),
              survivor.get("note/a"),
              survivor.list(""),
              survivor.askLeader("topic", new byte[0]),
              survivor.askLeaderPatiently("topic", new byte[0]));
      for (CompletableFuture<?> future : futures) {
        ExecutionException failure =
            assertThrows(ExecutionException.class, () -> future.get(60, SECONDS));
        assertEquals(MetadataUnavailableException.class, failure.getCause().getClass());
        assertEquals(
            "no majority: servers " + String.join(", ", others) + " do not answer",
            failure.getCause().getMessage());
        assertEquals(others, ((MetadataUnavailableException) failure.getCause()).missing());
      }
      assertFalse(survivor.status().leading());
      assertTrue("what was applied is still there", survivor.local().get("note/a").isPresent());
      cluster.start(others.get(0));
      Await.until("it serves again", () -> serves(survivor));
    }
  }

  @Test
  public void whoWaitsWhenItClosesIsToldSo() throws Exception {
    try (TestCluster cluster =
        new TestCluster(
                folder.getRoot().toPath(), 2, builder -> builder.requestTimeoutMillis(3_600_000))
            .startAll()) {
      RaftMetadata left = cluster.follower();
      String other =
          cluster.sorted().stream().filter(id -> !id.equals(left.serverId())).findAny().get();
      cluster.stop(other);
      Await.until("it knows no leader", () -> left.status().leader().isEmpty());
      List<CompletableFuture<?>> futures =
          List.of(
              left.commit(List.of(put("note/a", "after"))),
              left.get("note/a"),
              left.askLeader("topic", new byte[0]));
      left.close();
      for (CompletableFuture<?> future : futures) {
        ExecutionException failure =
            assertThrows(ExecutionException.class, () -> future.get(60, SECONDS));
        assertEquals("The metadata is closed", failure.getCause().getMessage());
      }
      ExecutionException late =
          assertThrows(ExecutionException.class, () -> left.get("note/a").get(60, SECONDS));
      assertEquals("The metadata is closed", late.getCause().getMessage());
    }
  }

  @Test
  public void whatCannotBeCommittedIsRefusedBeforeTheLog() throws Exception {
    try (TestCluster cluster =
        new TestCluster(folder.getRoot().toPath(), 1, b -> b.maxMessageBytes(64 * 1024))
            .startAll()) {
      RaftMetadata server = cluster.leader();
      for (Command command :
          List.of(new Command(), put("nonsense", "x"), put("note/a", "x".repeat(65 * 1024)))) {
        ExecutionException failure =
            assertThrows(ExecutionException.class, () -> commit(server, command));
        assertEquals(MetadataException.class, failure.getCause().getClass());
      }
      assertEquals(ResultCode.OK, commit(server, put("note/a", "x".repeat(30 * 1024))).getCode());
    }
  }

  @Test
  public void aWatchDepartsFromItsPictureAndEndsWithItsClose() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 1).startAll()) {
      RaftMetadata server = cluster.leader();
      commit(server, put("note/a", "1"));
      RecordingListener listener = new RecordingListener();
      Watch watch = server.watch(listener);
      assertTrue(watch.start().get("note/a").isPresent());
      server.watch(
          new MetadataListener() {
            @Override
            public void changed(long i, String k, Optional<Entry> before, Optional<Entry> after) {
              throw new IllegalStateException("a broken listener disturbs no other");
            }
          });
      commit(server, put("note/a", "2"));
      Await.until("one event", () -> listener.heard().size() == 1);
      watch.close();
      RecordingListener later = new RecordingListener();
      server.watch(later);
      commit(server, delete("note/a"));
      Await.until("one event", () -> later.heard().size() == 1);
      assertEquals(List.of("note/a 1 -> 2"), listener.heard());
    }
  }

  @Test
  public void itsLogIsSentByAppendersThatArePatient() throws Exception {
    try (TestCluster cluster =
        new TestCluster(folder.getRoot().toPath(), 2, builder -> builder.maxVoters(1)).startAll()) {
      cluster.leader();
      Await.until(
          "one is at work",
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .anyMatch(thread -> thread.getName().contains("PatientAppender")));
    }
  }

  @Test
  public void closingLeavesNoThread() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 3).startAll()) {
      commit(cluster.follower(), put("note/a", "x"));
      cluster.follower().watch(new RecordingListener());
    }
    Await.until(
        "the end of our threads",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("metadata-")));
  }
}
