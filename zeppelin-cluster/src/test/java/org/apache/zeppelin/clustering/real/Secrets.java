// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for what must not be there. */
final class Secrets {

  private Secrets() {}

  /** All files in the folder and in those in it. */
  static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).collect(Collectors.toList());
    }
  }

  static void assertNone(String where, byte[] bytes, List<String> secrets) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    for (String each : secrets) {
      int at = all.indexOf(each);
      String around =
          at < 0 ? "" : all.substring(Math.max(0, at - 200), Math.min(all.length(), at + 100));
      assertEquals(each + " is in " + where, "", around);
    }
  }
}
