// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.MetadataState;
import org.apache.zeppelin.clustering.metadata.state.SnapshotFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one server. They are written by a thread of their own from an immutable state,
 * and the log is purged only after one is on the disk.
 *
 * <p>{@link #take} and {@link #newest} are called by the thread that applies, {@link #pause} by one
 * that installs a snapshot from the leader.
 */
final class SnapshotStore {

  /** The newest can still be on its way to a follower when the next two are written. */
  static final int RETAINED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);

  /** With the index of its first entry. */
  static final Pattern LOG_FILE = Pattern.compile("log_(?:inprogress_)?(\\d+)(?:-\\d+)?");

  private static final String UNFINISHED = ".unfinished";
  private static final String MEND =
      " Restore it from a backup of this server; or, while a majority of the other servers runs,"
          + " start this server with a new, empty storage directory.";

  /** Ratis cleans up on the thread that applies, which must not touch the disk. */
  private static final class Storage extends SimpleStateMachineStorage {
    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) {}

    void cleanUp() throws IOException {
      super.cleanupOldSnapshots(
          new SnapshotRetentionPolicy() {
            @Override
            public int getNumSnapshotsRetained() {
              return RETAINED;
            }
          });
    }
  }

  private final Storage storage = new Storage();
  private final ExecutorService writer = Threads.single("metadata-snapshot");
  private volatile Path directory;
  private volatile boolean paused;
  private volatile CompletableFuture<SingleFileSnapshotInfo> running;

  SimpleStateMachineStorage storage() {
    return storage;
  }

  /**
   * Finds the newest snapshot, checks that the log continues it, and removes what a crash left.
   *
   * @throws IOException naming what is missing
   */
  void open(RaftStorage raftStorage) throws IOException {
    directory = raftStorage.getStorageDir().getStateMachineDir().toPath();
    Files.createDirectories(directory);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*" + UNFINISHED)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    storage.init(raftStorage);
    SingleFileSnapshotInfo newest = newest();
    long snapshotIndex = newest == null ? RaftLog.INVALID_LOG_INDEX : newest.getIndex();
    Path logDirectory = raftStorage.getStorageDir().getCurrentDir().toPath();
    long logStart = firstLogIndex(logDirectory);
    if (logStart > snapshotIndex + 1) {
      throw new MetadataException(
          "The log in "
              + logDirectory
              + " begins at index "
              + logStart
              + " and the snapshot with all before it is missing from "
              + directory
              + ": nothing was started, so that no committed metadata is lost."
              + MEND);
    }
    boolean hadLog = Files.exists(logDirectory.resolve("raft-meta.conf"));
    if (hadLog && logStart < 0 && snapshotIndex < 0) {
      throw new MetadataException(
          "The log files (log_...) are missing from "
              + logDirectory
              + ", and there is no snapshot: nothing was started, so that no committed metadata is"
              + " lost."
              + MEND);
    }
  }

  /** Negative when there is no log file. */
  private static long firstLogIndex(Path logDirectory) throws IOException {
    long first = RaftLog.INVALID_LOG_INDEX;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(logDirectory, "log_*")) {
      for (Path file : files) {
        Matcher name = LOG_FILE.matcher(file.getFileName().toString());
        if (name.matches()) {
          long start = Long.parseLong(name.group(1));
          first = first < 0 ? start : Math.min(first, start);
        }
      }
    }
    return first;
  }

  /** The newest complete snapshot, or null when there was none yet. */
  SingleFileSnapshotInfo newest() {
    return storage.loadLatestSnapshot();
  }

  /**
   * Reads and verifies.
   *
   * @throws MetadataException naming the file that is damaged
   */
  MetadataState read(SingleFileSnapshotInfo info) {
    Path file = info.getFile().getPath();
    try {
      if (info.getFile().getFileDigest() == null) {
        throw new IOException("Snapshot " + file + " lacks its checksum file " + file + ".md5");
      }
      return SnapshotFile.read(file, info.getTerm(), info.getIndex());
    } catch (IOException e) {
      throw new MetadataException(e.getMessage() + "." + MEND, e);
    }
  }

  /**
   * Begins to write the state, or tells that an earlier call's snapshot is on the disk.
   *
   * @return the index up to which the log may go; negative while there is nothing new
   */
  long take(MetadataState state, TermIndex applied) {
    CompletableFuture<SingleFileSnapshotInfo> last = running;
    if (last == null) {
      if (!paused && applied.getIndex() > 0) {
        running = CompletableFuture.supplyAsync(() -> write(state, applied), writer);
      }
      return RaftLog.INVALID_LOG_INDEX;
    }
    if (!last.isDone()) {
      return RaftLog.INVALID_LOG_INDEX;
    }
    running = null;
    SingleFileSnapshotInfo written = last.join();
    if (written == null) {
      return RaftLog.INVALID_LOG_INDEX;
    }
    storage.updateLatestSnapshot(written);
    return written.getIndex();
  }

  /** Waits for a snapshot that is being written and lets no other begin. */
  void pause() {
    paused = true;
    CompletableFuture<SingleFileSnapshotInfo> last = running;
    if (last != null) {
      last.join();
    }
  }

  /** The directory now holds what the leader sent. */
  void resume() {
    running = null;
    paused = false;
  }

  /** Waits for a snapshot that is being written. */
  void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("The last snapshot in {} was not finished within a minute", directory);
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The snapshot, and the files of the log that Ratis has begun since the last one. */
  private void keepPrivate() {
    try {
      PrivateFiles.make(directory.getParent());
    } catch (IOException e) {
      LOG.warn("Files in {} could not be closed to other users", directory.getParent(), e);
    }
  }

  /** Null when it could not be written; the log then stays as it is and the next try is soon. */
  private SingleFileSnapshotInfo write(MetadataState state, TermIndex at) {
    File file = storage.getSnapshotFile(at.getTerm(), at.getIndex());
    Path unfinished = directory.resolve(file.getName() + UNFINISHED);
    try {
      SnapshotFile.write(state, at.getTerm(), unfinished);
      MD5Hash digest = MD5FileUtil.computeMd5ForFile(unfinished.toFile());
      // First the checksum, then the name: a snapshot without its checksum is a damaged one.
      MD5FileUtil.saveMD5File(file, digest);
      Files.move(unfinished, file.toPath(), StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
      storage.cleanUp();
      keepPrivate();
      return new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), at);
    } catch (IOException | RuntimeException e) {
      LOG.error(
          "Snapshot {} could not be written; the log is kept and grows until one can be:"
              + " check the disk",
          file,
          e);
      return null;
    }
  }
}
