// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import org.apache.zeppelin.clustering.interpreters.PlacementTiming;
import org.apache.zeppelin.clustering.metadata.state.MetadataState;
import org.apache.zeppelin.clustering.metadata.state.SnapshotFile;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.PublishCommand;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.apache.zeppelin.clustering.servers.ServerView;

/** Some {@link SimulatedServer}s in one JVM. */
public final class Herd {

  private static final int IN_FLIGHT = 64;

  private final List<SimulatedServer> servers;
  private final Path dir;

  private Herd(List<SimulatedServer> servers, Path dir) {
    this.servers = servers;
    this.dir = dir;
  }

  /**
   * @param arguments a directory, the ids of all servers with commas between, for each the port of
   *     its service, and from which and before which of them are in this JVM
   */
  public static void main(String[] arguments) {
    Conversation.endWith(() -> run(arguments));
  }

  private static void run(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err);
    Path dir = Path.of(arguments[0]);
    List<String> all = List.of(arguments[1].split(","));
    String[] ports = arguments[2].split(",");
    List<SimulatedServer> servers = new ArrayList<>();
    for (int i = Integer.parseInt(arguments[3]); i < Integer.parseInt(arguments[4]); i++) {
      int port = Integer.parseInt(ports[i]);
      servers.add(new SimulatedServer(all.get(i), all, port, dir.resolve("server-" + i)));
    }
    for (SimulatedServer server : servers) {
      server.start();
    }
    answers.println("ready 0");
    Conversation.hold(answers, new Herd(servers, dir)::answer);
  }

  private SimulatedServer first() {
    return servers.get(0);
  }

  private long[] answer(String[] words) throws Exception {
    switch (words[0]) {
      case "online":
        return new long[] {online()};
      case "leads":
        return new long[] {first().metadata.status().leading() ? 1 : 0};
      case "lead":
        first().metadata.members().lead(first().servers.id());
        return new long[0];
      case "index":
        return new long[] {index()};
      case "cpu":
        return new long[] {
          ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos()
        };
      case "memory":
        return Conversation.memory();
      case "fill":
        fill(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
        return new long[] {index()};
      case "applied":
        applied(Long.parseLong(words[1]));
        return new long[0];
      case "reports":
        report(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        return new long[0];
      case "publish":
        return new long[] {publish()};
      case "heard":
        return servers.stream().mapToLong(SimulatedServer::heardNanos).toArray();
      case "placement":
        return PlacementTiming.nanos(first().servers, Integer.parseInt(words[1]));
      case "snapshot":
        return snapshot();
      default:
        throw new IllegalArgumentException("There is no command " + words[0]);
    }
  }

  /** Of how many the leader has heard. */
  private long online() {
    return first().servers.list().stream().map(ServerView::load).filter(l -> l.isPresent()).count();
  }

  private long index() throws ExecutionException, InterruptedException {
    return first().metadata.commit(List.of()).get().getIndex();
  }

  /** Puts so many processes or notes, from that number on. */
  private void fill(String what, int from, int count)
      throws ExecutionException, InterruptedException {
    List<Session> sessions = first().metadata.local().sessions();
    IntFunction<Session> session = number -> sessions.get(number % sessions.size());
    IntFunction<List<Command>> put =
        what.equals("processes")
            ? number -> Fill.process(number, session.apply(number))
            : number -> Fill.owned(number, session.apply(number));
    new Requests(first().metadata).commit(count, IN_FLIGHT, n -> put.apply(from + n));
  }

  /** Waits until each server has applied the log up to there. */
  private void applied(long index) throws ExecutionException, InterruptedException {
    for (SimulatedServer server : servers) {
      server.metadata.applied(index).get();
    }
  }

  /** Each server of this JVM reports so many processes, those from that number on. */
  private void report(int each, int from) {
    int next = from;
    for (SimulatedServer server : servers) {
      server.reports(next, next + each);
      next += each;
    }
  }

  /** When it began, of the clock that all processes of a machine share. */
  private long publish() throws ExecutionException, InterruptedException {
    long begin = System.nanoTime();
    Command event =
        Command.publish(new PublishCommand().setTopic("bench").setPayload(new byte[256]));
    first().metadata.commit(List.of(event)).get();
    return begin;
  }

  /** Nanoseconds to write one, and its bytes. */
  private long[] snapshot() throws IOException {
    Path file = dir.resolve("snapshot");
    long begin = System.nanoTime();
    SnapshotFile.write((MetadataState) first().metadata.local(), 1, file);
    long nanos = System.nanoTime() - begin;
    long size = Files.size(file);
    Files.delete(file);
    return new long[] {nanos, size};
  }
}
