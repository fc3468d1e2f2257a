// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Optional;

/**
 * How much memory a new process could have, on Linux: free memory alone would count the page cache
 * as used, and so every server as full after some hours.
 */
final class AvailableMemory {

  private static final long BYTES_PER_KB = 1024;

  private final Path memInfo;
  private final Path cgroupCurrent;
  private final Path cgroupStat;

  AvailableMemory(Path memInfo, Path cgroupCurrent, Path cgroupStat) {
    this.memInfo = memInfo;
    this.cgroupCurrent = cgroupCurrent;
    this.cgroupStat = cgroupStat;
  }

  static AvailableMemory ofThisMachine() {
    return new AvailableMemory(
        Paths.get("/proc/meminfo"),
        Paths.get("/sys/fs/cgroup/memory.current"),
        Paths.get("/sys/fs/cgroup/memory.stat"));
  }

  /**
   * @param totalBytes what the JVM says there is: below the machine's when a container limits it
   * @return empty where the system does not tell
   */
  Optional<Long> bytes(long totalBytes) {
    Optional<Long> machineTotal = value(memInfo, "MemTotal:").map(kb -> kb * BYTES_PER_KB);
    Optional<Long> machine = value(memInfo, "MemAvailable:").map(kb -> kb * BYTES_PER_KB);
    if (machineTotal.isPresent() && totalBytes >= machineTotal.get()) {
      return machine;
    }
    Optional<Long> inContainer =
        value(cgroupCurrent, "")
            .map(used -> used - value(cgroupStat, "inactive_file").orElse(0L))
            .map(used -> Math.max(0, totalBytes - used));
    return inContainer.map(bytes -> machine.map(all -> Math.min(all, bytes)).orElse(bytes));
  }

  /** The number after the name on its line; with an empty name the first number of the file. */
  private static Optional<Long> value(Path file, String name) {
    try {
      List<String> lines = Files.readAllLines(file);
      for (String line : lines) {
        String[] words = (name.isEmpty() ? " " + line : line).split("\\s+");
        if (words.length > 1 && words[0].equals(name)) {
          return Optional.of(Long.parseLong(words[1]));
        }
      }
    } catch (IOException | NumberFormatException absent) {
      // Another system, or an older layout: the caller has another source.
    }
    return Optional.empty();
  }
}
