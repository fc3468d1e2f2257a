// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A file with a secret in it, which not everybody on the machine may read. */
final class PrivateFile {

  private PrivateFile() {}

  /**
   * Without white space around it.
   *
   * @throws IOException when it is not there, or everybody may read it; says what to do
   */
  static String read(Path file) throws IOException {
    requirePrivate(file);
    return Files.readString(file, StandardCharsets.UTF_8).trim();
  }

  /** A group may read it: that is how some deliver secrets to services. */
  static void requirePrivate(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
    if (rights.contains(PosixFilePermission.OTHERS_READ)
        || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          file + " is open to every user of this machine: chmod 600 " + file.getFileName());
    }
  }
}
