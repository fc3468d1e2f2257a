// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;

/** Finds the log file that cannot be read: Ratis tells what is wrong in it, but not in which. */
final class LogInspection {

  private LogInspection() {}

  /** The first damaged file of the log, if there is one. */
  static Optional<Path> damagedFile(Path logDirectory, long maxEntryBytes) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(logDirectory, "log_*")) {
      all.forEach(files::add);
    } catch (IOException e) {
      return Optional.empty();
    }
    Collections.sort(files);
    return files.stream().filter(file -> damaged(file, maxEntryBytes)).findFirst();
  }

  private static boolean damaged(Path file, long maxEntryBytes) {
    if (LogSegmentPath.matchLogSegment(file) == null) {
      return false;
    }
    try {
      read(file, maxEntryBytes, entry -> {});
      return false;
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }

  /**
   * Reads a file of the log as Ratis does when it starts: each entry is the one after the one
   * before, and the first is the one that the file's name says.
   *
   * @throws IOException or a RuntimeException when it is damaged
   */
  static void read(Path file, long maxEntryBytes, Consumer<LogEntryProto> entries)
      throws IOException {
    Matcher first = SnapshotStore.LOG_FILE.matcher(file.getFileName().toString());
    if (!first.matches()) {
      throw new IllegalArgumentException(file + " is no file of the log");
    }
    AtomicLong expected = new AtomicLong(Long.parseLong(first.group(1)));
    LogSegment.readSegmentFile(
        file.toFile(),
        LogSegmentPath.matchLogSegment(file).getStartEnd(),
        SizeInBytes.valueOf(maxEntryBytes),
        RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION,
        null,
        entry -> {
          if (entry.getIndex() != expected.getAndIncrement()) {
            throw new IllegalStateException(
                file + " goes on with entry " + entry.getIndex() + " where another belongs");
          }
          entries.accept(entry);
        });
  }
}
