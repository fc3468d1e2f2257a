// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.Commands;
import org.apache.zeppelin.clustering.metadata.LeaderDuties;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.wire.Entry;

/**
 * A metadata server in a JVM of its own, that can be paused as a whole. It obeys lines on its
 * standard input and ends with it, so that it cannot outlive the test.
 */
final class ServerProcess {

  private final Process process;
  private final PrintStream commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  ServerProcess(String id, List<String> servers, Path home) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName(),
                id,
                String.join(",", servers),
                home.toString())
            .redirectError(new File(home + ".log"))
            .start();
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "answers of " + id);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith("> ")) {
          answers.add(line.substring(2));
        }
      }
    } catch (IOException e) {
      answers.add("gone: " + e);
    }
  }

  /** Also to a paused process: it finds the line when it goes on. */
  void send(String command) {
    commands.println(command);
  }

  String answer() throws InterruptedException {
    String answer = answers.poll(60, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("No answer from process " + process.pid());
    }
    return answer;
  }

  String ask(String command) throws InterruptedException {
    send(command);
    return answer();
  }

  void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " failed for process " + process.pid());
    }
  }

  /** Also of a paused process. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Arguments: id, servers with commas, directory. */
  public static void main(String[] args) throws IOException {
    try (RaftMetadata metadata =
        new RaftMetadata(
            MetadataSettings.builder()
                .serverId(args[0])
                .servers(Arrays.asList(args[1].split(",")))
                .storageDir(Path.of(args[2]))
                // One attempt may take all the time there is: only the news of another leader gets
                // a request away from a paused one.
                .attemptTimeoutMillis(20_000)
                .requestTimeoutMillis(20_000)
                .build())) {
      metadata.start(new LocalValueDuties(metadata::local));
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line;
      while ((line = lines.readLine()) != null) {
        obey(metadata, line.split(" "));
      }
    }
    System.exit(0);
  }

  private static void obey(RaftMetadata metadata, String[] command) {
    switch (command[0]) {
      case "leading":
        tell(String.valueOf(metadata.status().leading()));
        break;
      case "put":
        metadata
            .commit(List.of(Commands.put(command[1], command[2])))
            .whenComplete(
                (result, e) -> tell(e == null ? result.getCode().name() : "failed: " + e));
        break;
      case "get":
        metadata
            .get(command[1])
            .whenComplete((entry, e) -> tell(e == null ? "get " + owner(entry) : "failed: " + e));
        break;
      case "leader-get":
        tellAnswer(command[0], metadata.askLeader(command[1], new byte[0]));
        break;
      case "leader-get-patiently":
        tellAnswer(command[0], metadata.askLeaderPatiently(command[1], new byte[0]));
        break;
      case "leader-and-get":
        metadata
            .askLeaderAndRead("any", new byte[0])
            .whenComplete(
                (reply, e) ->
                    tell(
                        e == null
                            ? "leader-and-get " + owner(reply.view().get(command[1]))
                            : "failed: " + e));
        break;
      default:
        tell("unknown command " + command[0]);
    }
  }

  private static String owner(Optional<Entry> note) {
    return note.map(entry -> entry.getValue().getNote().getOwner()).orElse("-");
  }

  private static void tellAnswer(String question, CompletableFuture<byte[]> answer) {
    answer.whenComplete(
        (value, e) ->
            tell(
                e == null
                    ? question + " " + new String(value, StandardCharsets.UTF_8)
                    : "failed: " + e));
  }

  private static synchronized void tell(String answer) {
    System.out.println("> " + answer);
  }

  /** Answers with what this server's own picture says. */
  private static final class LocalValueDuties implements LeaderDuties {
    private final Supplier<MetadataView> local;

    LocalValueDuties(Supplier<MetadataView> local) {
      this.local = local;
    }

    @Override
    public void started(long term) {}

    @Override
    public void stopped() {}

    @Override
    public byte[] answer(String topic, byte[] payload) {
      return local
          .get()
          .get(topic)
          .map(entry -> entry.getValue().getNote().getOwner())
          .orElse("-")
          .getBytes(StandardCharsets.UTF_8);
    }
  }
}
