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
    LogSegmentPath segment = LogSegmentPath.matchLogSegment(file);
    if (segment == null) {
      return false;
    }
    try {
      LogSegment.readSegmentFile(
          file.toFile(),
          segment.getStartEnd(),
          SizeInBytes.valueOf(maxEntryBytes),
          RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION,
          null,
          entry -> {});
      return false;
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }
}
