// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.zeppelin.clustering.metadata.Commands.delete;
import static org.apache.zeppelin.clustering.metadata.Commands.open;
import static org.apache.zeppelin.clustering.metadata.Commands.publish;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.RecordingListener;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is on the disk: restarts, snapshots, and every way to find it broken. */
public class StorageTest {

  private static final int THRESHOLD = 20;

  /** Of a file of the log, as Ratis writes it, and after each entry. */
  private static final int HEADER_BYTES = 8;

  private static final int SUM_BYTES = 4;

  /** Some of these fill a segment of the log, and only whole segments are purged. */
  private static final String FAT = "x".repeat(4 * 1024);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private TestCluster cluster(int servers, int snapshotThreshold) throws IOException {
    return new TestCluster(
        folder.getRoot().toPath(),
        servers,
        b -> b.snapshotThreshold(snapshotThreshold).maxMessageBytes(64 * 1024));
  }

  private static void commit(RaftMetadata server, Command... commands) throws Exception {
    server.commit(List.of(commands)).get(60, SECONDS);
  }

  /** Also while a server runs: a file that goes while we look was not there. */
  private static List<Path> files(Path home, Predicate<String> name) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (name.test(file.getFileName().toString())) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(found);
    return found;
  }

  private static List<Path> snapshots(Path home) throws IOException {
    return files(home, name -> name.matches("snapshot\\.\\d+_\\d+"));
  }

  private static List<Path> logs(Path home) throws IOException {
    return files(home, name -> name.startsWith("log_"));
  }

  private static void flip(Path file, long position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) position] ^= 0x10;
    Files.write(file, bytes);
  }

  static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
        Files.delete(path);
      }
    }
  }

  private static MetadataException assertDoesNotStart(TestCluster cluster, String... parts) {
    String id = cluster.ids().get(0);
    MetadataException refused = assertThrows(MetadataException.class, () -> cluster.start(id));
    for (String part : parts) {
      assertTrue(refused.getMessage(), refused.getMessage().contains(part));
    }
    return refused;
  }

  @Test
  public void aRestartFromSnapshotAndLogFindsEverything() throws Exception {
    try (TestCluster cluster = cluster(1, THRESHOLD)) {
      String id = cluster.ids().get(0);
      for (int round = 0; round < 3; round++) {
        RaftMetadata server = cluster.start(id);
        cluster.leader();
        for (int i = 0; i < 3 * THRESHOLD + 7; i++) {
          commit(server, put("note/" + i, "round " + round), put("note/last", "" + i));
        }
        commit(server, open("s" + round, id), put("note/tied", "x", "s" + round));
        assertFalse(snapshots(cluster.home(id)).isEmpty());
        assertTrue(snapshots(cluster.home(id)).size() <= SnapshotStore.RETAINED + 1);
        List<?> before = server.list("").get(60, SECONDS);
        cluster.stop(id);
        RaftMetadata again = cluster.start(id);
        assertEquals(before, again.list("").get(60, SECONDS));
        assertEquals(1, again.local().sessions().size());
        cluster.stop(id);
      }
    }
  }

  @Test
  public void aFollowerThatWasAwayCatchesUpByASnapshotAndHearsWhatChanged() throws Exception {
    try (TestCluster cluster = cluster(3, THRESHOLD).startAll()) {
      RaftMetadata away = cluster.follower();
      commit(away, open("s1", away.serverId()), put("note/tied", "x", "s1"), put("note/gone", "x"));
      commit(away, put("note/kept", "1"));
      cluster.stop(away.serverId());
      RaftMetadata leader = cluster.leader();
      commit(leader, delete("note/gone"), put("note/kept", "2"), publish("missed", "p"));
      commit(leader, open("s2", away.serverId()));
      for (int i = 0; i < 10 * THRESHOLD; i++) {
        commit(leader, put("note/busy", FAT + i));
      }
      Await.until(
          "the leader's log no longer reaches back",
          () -> {
            commit(leader, put("note/busy", FAT));
            return logs(cluster.home(leader.serverId())).stream()
                .noneMatch(file -> file.getFileName().toString().matches("log_(inprogress_)?0.*"));
          });
      RaftMetadata back = cluster.create(away.serverId());
      try {
        RecordingListener listener = new RecordingListener();
        back.watch(listener);
        back.start(cluster.duties(away.serverId()));
        assertEquals(leader.list("").get(60, SECONDS), back.list("").get(60, SECONDS));
        Await.until("two jumps", () -> count(listener, "skipped") >= 1);
        commit(leader, put("note/end", "x"));
        Await.until("the end", () -> listener.heard().contains("note/end - -> x"));
        List<String> heard = listener.heard();
        assertTrue(heard.toString(), heard.contains("opened s2"));
        assertTrue(heard.toString(), heard.stream().anyMatch(l -> l.startsWith("note/kept")));
        assertFalse(heard.toString(), heard.contains("published missed p"));
        assertEquals(1, back.local().sessions().size());
        assertFalse(back.local().get("note/tied").isPresent());
      } finally {
        back.close();
      }
    }
  }

  private static long count(RecordingListener listener, String line) {
    return listener.heard().stream().filter(line::equals).count();
  }

  /** One server with a few snapshots, stopped. */
  private TestCluster stoppedWithSnapshots() throws Exception {
    TestCluster cluster = cluster(1, THRESHOLD);
    RaftMetadata server = cluster.start(cluster.ids().get(0));
    for (int i = 0; i < 5 * THRESHOLD; i++) {
      commit(server, put("note/" + i, FAT));
    }
    cluster.stop(server.serverId());
    return cluster;
  }

  private static Path newestSnapshot(TestCluster cluster) throws IOException {
    return snapshots(cluster.home(cluster.ids().get(0))).stream()
        .max(
            Comparator.comparing(
                file -> Long.valueOf(file.getFileName().toString().replaceAll(".*_", ""))))
        .get();
  }

  @Test
  public void aDamagedSnapshotStopsTheStart() throws Exception {
    TestCluster cluster = stoppedWithSnapshots();
    Path newest = newestSnapshot(cluster);
    flip(newest, Files.size(newest) / 2);
    assertDoesNotStart(cluster, newest.toString(), "damaged", "Restore it");
    flip(newest, Files.size(newest) / 2);
    cluster.start(cluster.ids().get(0));
    cluster.close();
  }

  @Test
  public void aSnapshotWithoutItsChecksumStopsTheStart() throws Exception {
    TestCluster cluster = stoppedWithSnapshots();
    for (Path md5 : files(cluster.home(cluster.ids().get(0)), name -> name.endsWith(".md5"))) {
      Files.delete(md5);
    }
    assertDoesNotStart(cluster, newestSnapshot(cluster).toString(), "checksum");
  }

  @Test
  public void missingSnapshotsStopTheStart() throws Exception {
    TestCluster cluster = stoppedWithSnapshots();
    for (Path file :
        files(cluster.home(cluster.ids().get(0)), name -> name.startsWith("snapshot."))) {
      Files.delete(file);
    }
    assertDoesNotStart(cluster, "missing", "snapshot");
  }

  /** One server with fifty entries and no snapshot, stopped. */
  private TestCluster stoppedWithALog() throws Exception {
    TestCluster cluster = cluster(1, 1_000_000);
    RaftMetadata server = cluster.start(cluster.ids().get(0));
    for (int i = 0; i < 50; i++) {
      commit(server, put("note/" + i, "x"));
    }
    cluster.stop(server.serverId());
    return cluster;
  }

  @Test
  public void aDamagedLogStopsTheStart() throws Exception {
    TestCluster cluster = stoppedWithALog();
    String id = cluster.ids().get(0);
    Path log = logs(cluster.home(id)).get(0);
    flip(log, 2000);
    assertDoesNotStart(cluster, log.getFileName().toString(), "backup");
    flip(log, 2000);
    assertEquals(50, cluster.start(id).list("").get(60, SECONDS).size());
    cluster.close();
  }

  @Test
  public void aLogThatLacksAnEntryStopsTheStart() throws Exception {
    TestCluster cluster = stoppedWithALog();
    String id = cluster.ids().get(0);
    Path log = logs(cluster.home(id)).get(0);
    byte[] sound = Files.readAllBytes(log);
    for (int entry : new int[] {0, 7}) {
      Files.write(log, withoutEntry(sound, entry));
      assertDoesNotStart(cluster, log + " is damaged", "backup");
    }
    Files.write(log, sound);
    assertEquals(50, cluster.start(id).list("").get(60, SECONDS).size());
    cluster.close();
  }

  /** Cut at the ends of an entry, so that no sum is wrong. */
  private static byte[] withoutEntry(byte[] log, int entry) throws IOException {
    int from = HEADER_BYTES;
    for (int skipped = 0; skipped < entry; skipped++) {
      from += entryBytes(log, from);
    }
    int until = from + entryBytes(log, from);
    byte[] left = Arrays.copyOf(log, log.length - (until - from));
    System.arraycopy(log, until, left, from, log.length - until);
    return left;
  }

  private static int entryBytes(byte[] log, int at) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(log, at, log.length - at);
    int length = in.readRawVarint32();
    return in.getTotalBytesRead() + length + SUM_BYTES;
  }

  @Test
  public void missingLogsStopTheStart() throws Exception {
    TestCluster cluster = cluster(1, 1_000_000);
    String id = cluster.ids().get(0);
    commit(cluster.start(id), put("note/a", "x"));
    cluster.stop(id);
    for (Path file : files(cluster.home(id), name -> name.matches("(log_|snapshot).*"))) {
      Files.delete(file);
    }
    assertDoesNotStart(cluster, "log", "missing");
  }

  @Test
  public void anEmptiedDirectoryStopsTheStart() throws Exception {
    TestCluster cluster = cluster(1, 1_000_000);
    String id = cluster.ids().get(0);
    commit(cluster.start(id), put("note/a", "x"));
    cluster.stop(id);
    deleteAll(cluster.home(id).resolve("raft"));
    assertDoesNotStart(cluster, cluster.home(id).toString(), "gone", "delete");
    deleteAll(cluster.home(id));
    assertTrue("the mend", cluster.start(id).list("").get(60, SECONDS).isEmpty());
    cluster.close();
  }

  @Test
  public void aDirectoryOfAnotherServerStopsTheStart() throws Exception {
    TestCluster first = cluster(1, 1_000_000);
    commit(first.start(first.ids().get(0)), put("note/a", "x"));
    first.close();
    TestCluster second = cluster(1, 1_000_000);
    assertDoesNotStart(second, first.ids().get(0), second.ids().get(0), "belongs to");
  }

  @Test
  public void aFirstStartThatDiedHalfwayIsNoObstacle() throws Exception {
    TestCluster cluster = cluster(1, 1_000_000);
    String id = cluster.ids().get(0);
    Path group =
        cluster
            .home(id)
            .resolve("raft")
            .resolve(RaftOptions.groupId("zeppelin").getUuid().toString());
    Files.createDirectories(group.resolve("current"));
    Files.createFile(group.resolve("in_use.lock"));
    commit(cluster.start(id), put("note/a", "x"));
    cluster.close();
  }

  @Test
  public void aTakenPortIsNamedAndNothingIsLeftBehind() throws Exception {
    TestCluster cluster = cluster(1, 1_000_000);
    String id = cluster.ids().get(0);
    try (ServerSocket taken =
        new ServerSocket(RaftOptions.port(id), 1, InetAddress.getLoopbackAddress())) {
      assertDoesNotStart(cluster, "zeppelin.cluster.addr", id, "port " + taken.getLocalPort());
    }
    commit(cluster.start(id), put("note/a", "x"));
    cluster.close();
  }

  @Test
  public void nobodyElseReadsTheLogOrASnapshot() throws Exception {
    try (TestCluster cluster = cluster(1, THRESHOLD)) {
      String id = cluster.ids().get(0);
      Path home = cluster.home(id);
      RaftMetadata server = cluster.start(id);
      assertEquals(List.of(), openToOthers(home));
      for (int i = 0; i < 2 * THRESHOLD; i++) {
        commit(server, put("note/" + i, FAT));
      }
      Await.until("a snapshot", () -> !files(home, name -> name.startsWith("snapshot.")).isEmpty());
      Await.until("all is private", () -> openToOthers(home).isEmpty());
    }
  }

  /** Somebody may keep the metadata where other things are, and these may be programs. */
  @Test
  public void whatWasThereBeforeKeepsItsMode() throws Exception {
    try (TestCluster cluster = cluster(1, THRESHOLD)) {
      String id = cluster.ids().get(0);
      Path bin = Files.createDirectories(cluster.home(id).resolve("bin"));
      Path program = Files.createFile(bin.resolve("program"));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
      RaftMetadata server = cluster.start(id);
      for (int i = 0; i < 2 * THRESHOLD; i++) {
        commit(server, put("note/" + i, FAT));
      }
      cluster.stop(id);
      assertEquals(
          PosixFilePermissions.fromString("rwxr-xr-x"), Files.getPosixFilePermissions(program));
      assertEquals(
          PosixFilePermissions.fromString("rwxr-xr-x"), Files.getPosixFilePermissions(bin));
      Path marker = cluster.home(id).resolve("member");
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(marker));
      assertEquals(List.of(), openToOthers(cluster.home(id).resolve("raft")));
    }
  }

  /** Those that are renamed while one looks are among them: what they became was not seen. */
  private static List<Path> openToOthers(Path home) throws IOException {
    List<Path> open = new ArrayList<>();
    for (Path path : files(home, name -> true)) {
      if (!hasMode(path, "rw-------")) {
        open.add(path);
      }
      if (!hasMode(path.getParent(), "rwx------")) {
        open.add(path.getParent());
      }
    }
    return open;
  }

  private static boolean hasMode(Path path, String mode) throws IOException {
    try {
      return Files.getPosixFilePermissions(path).equals(PosixFilePermissions.fromString(mode));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Test
  public void twoServersDoNotShareADirectory() throws Exception {
    try (TestCluster first = cluster(1, 1_000_000)) {
      first.start(first.ids().get(0));
      Path marker = first.home(first.ids().get(0)).resolve("member");
      TestCluster second = cluster(1, 1_000_000);
      // The same identity under another port, as if the marker had been edited.
      Files.write(marker, List.of("cluster=zeppelin", "server=" + second.ids().get(0)));
      assertDoesNotStart(second, "used by another running server");
    }
  }
}
