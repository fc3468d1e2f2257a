// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells which of some files have changed since it was asked last. Not for two threads at once. */
final class FileChanges {

  private final List<Path> files;
  private final Map<Path, String> seen = new HashMap<>();

  FileChanges(List<Path> files) {
    this.files = List.copyOf(files);
    since();
  }

  /** One that is away is not told of before it is back. */
  List<Path> since() {
    List<Path> changed = new ArrayList<>();
    for (Path file : files) {
      String now = look(file);
      if (now != null && !now.equals(seen.put(file, now))) {
        changed.add(file);
      }
    }
    return changed;
  }

  private static String look(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
    } catch (IOException e) {
      return null;
    }
  }
}
