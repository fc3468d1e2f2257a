// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The far end of a {@link MemberProcess}. */
final class Conversation {

  private Conversation() {}

  /** What does as it is told. */
  interface Listener {
    long[] answer(String[] words) throws Exception;
  }

  /** What a process is there for. */
  interface Work {
    void run() throws Exception;
  }

  /**
   * Ends the JVM after the work, which threads of libraries would keep: with an error when there
   * was one, so that who waits for an answer waits no more.
   */
  static void endWith(Work work) {
    int status = 1;
    try {
      work.run();
      status = 0;
    } catch (Throwable e) {
      // Into the log that a MemberProcess names when its process has ended.
      e.printStackTrace();
    } finally {
      System.exit(status);
    }
  }

  /** Answers line by line until the input ends. */
  static void hold(PrintStream answers, Listener listener) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(
          Arrays.stream(listener.answer(line.split(" ")))
              .mapToObj(Long::toString)
              .collect(Collectors.joining(" ")));
    }
  }

  /** Bytes of heap in use after a collection, resident kilobytes, live threads. */
  static long[] memory() throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow();
    return new long[] {heap, resident, ManagementFactory.getThreadMXBean().getThreadCount()};
  }
}
