// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that does what lines on its input say, and answers each with a line of numbers.
 * One thread at a time.
 */
final class MemberProcess implements AutoCloseable {

  private static final int CLOSE_SECONDS = 30;

  /** Of one server: half of what Zeppelin's own script gives it. */
  static final int HEAP_MEGABYTES = 512;

  private final Process process;
  private final BufferedReader answers;
  private final Path log;
  private final int echoPort;

  /** One server's metadata. Returns when it runs; there may be no leader yet. */
  static MemberProcess member(Path dir, Map<String, String> settings) throws IOException {
    return new MemberProcess(dir, HEAP_MEGABYTES, settings, Member.class, List.of());
  }

  /**
   * @param heapMegabytes as much as its buffers outside the heap may take, too
   * @param properties of the system there
   */
  MemberProcess(
      Path dir,
      int heapMegabytes,
      Map<String, String> properties,
      Class<?> main,
      List<String> arguments)
      throws IOException {
    Files.createDirectories(dir);
    log = dir.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of(
            "-Xmx" + heapMegabytes + "m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(arguments);
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    echoPort = Integer.parseInt(answer("its start").replace("ready ", ""));
  }

  int echoPort() {
    return echoPort;
  }

  private String answer(String to) throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("A server of the measurement ended after " + to + ", see " + log);
    }
    return line;
  }

  /** Has it done; gives its numbers. */
  long[] ask(String command) throws IOException {
    say(command);
    return numbers(command);
  }

  /** Has it done; what it answers is read later. */
  void say(String command) throws IOException {
    OutputStream out = process.getOutputStream();
    out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** What it answers to the command that was said. */
  long[] numbers(String of) throws IOException {
    String line = answer(of);
    return line.isEmpty()
        ? new long[0]
        : Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  /** CPU time that it has used so far. */
  long cpuNanos() throws IOException {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IOException("A server of the measurement has ended, see " + log))
        .toNanos();
  }

  boolean leads() throws IOException {
    return ask("leads")[0] == 1;
  }

  /** As a crash of its machine would, but for the disk's cache. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it as its operator would. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
