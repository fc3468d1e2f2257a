// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deletes folders with all that is in them. */
final class Folders {

  private Folders() {}

  static void delete(Path dir) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(dir)) {
      all = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
