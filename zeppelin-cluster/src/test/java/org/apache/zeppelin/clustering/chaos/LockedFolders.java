// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where nothing may be mounted: no file can be made or renamed in a server's folders. What is open
 * can still be written to, as it can on a full disk as far as its space was reserved.
 */
final class LockedFolders implements Disks {

  private final String obstacle;

  private LockedFolders(String obstacle) {
    this.obstacle = obstacle;
  }

  /**
   * @param scratch a folder to find out in whether this user minds permissions
   */
  static LockedFolders in(Path scratch) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "locked");
    LockedFolders locked = new LockedFolders("");
    locked.fill(folder);
    try {
      Files.delete(Files.createFile(folder.resolve("file")));
      return new LockedFolders("this user may write to whatever is locked");
    } catch (IOException e) {
      return locked;
    } finally {
      locked.free(folder);
      Files.delete(folder);
    }
  }

  @Override
  public void make(Path folder) {
    // There is nothing to prepare.
  }

  @Override
  public void fill(Path folder) throws IOException {
    for (Path each : folders(folder)) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(each);
      permissions.remove(PosixFilePermission.OWNER_WRITE);
      Files.setPosixFilePermissions(each, permissions);
    }
  }

  @Override
  public void free(Path folder) throws IOException {
    for (Path each : folders(folder)) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(each);
      permissions.add(PosixFilePermission.OWNER_WRITE);
      Files.setPosixFilePermissions(each, permissions);
    }
  }

  private static List<Path> folders(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isDirectory).collect(Collectors.toList());
    }
  }

  @Override
  public String remark() {
    return "FULL_DISK is that no file can be made in a server's folders, not that there is no"
        + " space";
  }

  @Override
  public String obstacle() {
    return obstacle;
  }
}
