// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The interpreter processes that a cluster has on this machine, as /proc shows them. */
final class Processes {

  private static final Path PROC = Path.of("/proc");
  private static final String MAIN =
      "org.apache.zeppelin.interpreter.remote.RemoteInterpreterServer";

  private final String mark;

  /**
   * @param dir that of the cluster, as dev/cluster.sh was told it
   */
  Processes(Path dir) {
    this.mark = "-Dzeppelin.cluster.dev=" + dir;
  }

  /** Zombies have ended: they are only not yet collected. */
  static boolean alive(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "").resolve("stat"));
      String state = stat.substring(stat.lastIndexOf(')') + 2);
      return state.charAt(0) != 'Z' && state.charAt(0) != 'X';
    } catch (IOException | StringIndexOutOfBoundsException e) {
      return false;
    }
  }

  /** Group by pid of all that live. */
  Map<Long, String> interpreters() throws IOException {
    Map<Long, String> found = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path each : all) {
        long pid = Long.parseLong(each.getFileName().toString());
        List<String> command = command(each);
        int main = command.indexOf(MAIN);
        // Behind it: host and port of the event server, the group, the range of ports.
        if (main >= 0 && command.size() > main + 3 && command.contains(mark) && alive(pid)) {
          found.put(pid, command.get(main + 3));
        }
      }
    }
    return found;
  }

  private static List<String> command(Path process) {
    try {
      byte[] line = Files.readAllBytes(process.resolve("cmdline"));
      return Arrays.asList(new String(line, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      return List.of();
    }
  }
}
