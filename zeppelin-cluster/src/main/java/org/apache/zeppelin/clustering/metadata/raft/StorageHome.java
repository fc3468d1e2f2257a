// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;

/**
 * The storage directory of one server, and whether it may start from what is in it.
 *
 * <p>Ratis formats an empty directory even when told to recover. A server that then votes has
 * forgotten what it voted and acknowledged before, and committed metadata can be lost. A file
 * {@code member}, written once the server has run, tells a new directory from an emptied one.
 */
final class StorageHome {

  private static final String MARKER = "member";
  private static final String JOINING = "joining";

  private final Path home;
  private final Path group;
  private final List<String> identity;

  StorageHome(MetadataSettings settings, RaftGroupId groupId) {
    home = settings.storageDir().toAbsolutePath().normalize();
    group = raftDir().resolve(groupId.getUuid().toString());
    identity = List.of("cluster=" + settings.clusterName(), "server=" + settings.serverId());
  }

  /** Where Ratis keeps its groups. */
  Path raftDir() {
    return home.resolve("raft");
  }

  /** Where Ratis keeps the log of our group. */
  Path logDir() {
    return group.resolve("current");
  }

  /**
   * Looks at what is there.
   *
   * @throws MetadataException naming the directory and the mend, when starting could lose metadata
   */
  RaftStorage.StartupOption startupOption() {
    try {
      makeHome();
      Files.createDirectories(raftDir());
      PrivateFiles.make(raftDir());
      boolean formatted = Files.exists(logDir().resolve("raft-meta"));
      if (Files.exists(home.resolve(MARKER))) {
        checkIdentity();
        if (!formatted) {
          throw new MetadataException(
              "This server's metadata is gone from "
                  + group
                  + " although it has been there: restore it from a backup; or, while a majority"
                  + " of the other servers runs and this one will not come back with its old"
                  + " metadata, delete "
                  + home
                  + " to start empty.");
        }
      }
      if (!formatted && Files.exists(group)) {
        removeAbandoned();
      }
      return formatted ? RaftStorage.StartupOption.RECOVER : RaftStorage.StartupOption.FORMAT;
    } catch (IOException e) {
      throw new MetadataException(
          "The metadata directory "
              + home
              + " cannot be used: "
              + e
              + ". Make it a directory that this server may write.",
          e);
    }
  }

  /** What else there is in a directory that was there before is not ours to close. */
  private void makeHome() throws IOException {
    if (!Files.exists(home)) {
      Files.createDirectories(home);
      PrivateFiles.make(home);
    }
  }

  /** This server begins as one that waits for a leader, and does so until one has come. */
  void markJoining() {
    try {
      makeHome();
      if (!joining()) {
        PrivateFiles.make(Files.createFile(home.resolve(JOINING)));
      }
    } catch (IOException e) {
      throw new MetadataException("The file " + home.resolve(JOINING) + " cannot be made: " + e, e);
    }
  }

  /** It has begun so, now or in a former life. */
  boolean joining() {
    return Files.exists(home.resolve(JOINING));
  }

  /** From now on this directory may not be found empty. */
  void markUsed() {
    Path marker = home.resolve(MARKER);
    try {
      // What Ratis has made, too.
      PrivateFiles.make(raftDir());
      if (Files.exists(marker)) {
        return;
      }
      Path unfinished = home.resolve(MARKER + ".unfinished");
      byte[] text = (String.join("\n", identity) + "\n").getBytes(StandardCharsets.UTF_8);
      Files.write(
          unfinished,
          text,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      PrivateFiles.make(unfinished);
      Files.move(unfinished, marker);
    } catch (IOException e) {
      throw new MetadataException("The file " + marker + " cannot be written: " + e, e);
    }
  }

  private void checkIdentity() throws IOException {
    List<String> found = Files.readAllLines(home.resolve(MARKER), StandardCharsets.UTF_8);
    if (!found.equals(identity)) {
      throw new MetadataException(
          "The metadata directory "
              + home
              + " belongs to "
              + String.join(", ", found)
              + " and this is "
              + String.join(", ", identity)
              + ": name another directory, or correct zeppelin.cluster.addr.");
    }
  }

  /** A first start that died before its directory was complete: nothing was voted or written. */
  private void removeAbandoned() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(group)) {
      files = walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      boolean harmless =
          Files.isDirectory(file) || name.equals("in_use.lock") || name.endsWith(".tmp");
      if (!harmless) {
        throw new MetadataException(
            "The metadata in "
                + group
                + " is incomplete: current/raft-meta is missing beside "
                + file
                + ". Restore the directory from a backup.");
      }
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
