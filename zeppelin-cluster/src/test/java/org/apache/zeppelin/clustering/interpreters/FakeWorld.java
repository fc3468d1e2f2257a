// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;

/** The processes of all test servers, in place of a machine's. */
public final class FakeWorld {

  private final List<FakeProcess> processes = new CopyOnWriteArrayList<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final AtomicInteger ports = new AtomicInteger(1);
  private volatile boolean elsewhere;
  private volatile boolean hung;
  private volatile Runnable beforeStart = () -> {};
  private volatile Runnable whileStopping = () -> {};

  /** Every start on that server fails with the cause from now on. */
  void failOn(String server, String cause) {
    failures.put(server, cause);
  }

  /** Processes run in containers from now on: no pid, and nobody announces their end. */
  void runElsewhere() {
    elsewhere = true;
  }

  /** Whether processes neither answer nor end. */
  void hang(boolean now) {
    hung = now;
  }

  /** Happens before each start from now on. */
  void beforeStart(Runnable step) {
    beforeStart = step;
  }

  /** Happens in each stop from now on, before the process has ended. */
  void whileStopping(Runnable step) {
    whileStopping = step;
  }

  List<FakeProcess> alive() {
    return processes.stream().filter(FakeProcess::alive).collect(Collectors.toList());
  }

  List<FakeProcess> all() {
    return List.copyOf(processes);
  }

  /** What one server's Zeppelin would do. */
  final class Local implements LocalInterpreters {
    private final String server;
    final List<String> forgotten = new CopyOnWriteArrayList<>();
    final List<String> forgottenSessions = new CopyOnWriteArrayList<>();
    final List<String> moved = new CopyOnWriteArrayList<>();
    final List<String> webUrls = new CopyOnWriteArrayList<>();
    volatile boolean settingsChanged;

    Local(String server) {
      this.server = server;
    }

    volatile boolean reachable = true;

    @Override
    public LocalProcess start(GroupRequest request, long epoch) throws IOException {
      if (failures.containsKey(server)) {
        throw new IOException(failures.get(server));
      }
      beforeStart.run();
      FakeProcess process =
          new FakeProcess(
              server,
              request.interpreterGroupId(),
              ports.getAndIncrement(),
              elsewhere,
              () -> whileStopping.run());
      processes.add(process);
      return process;
    }

    @Override
    public LocalProcess adopt(ProcessEntry process) throws IOException {
      for (FakeProcess each : processes) {
        if (!hung && each.alive() && each.port() == process.getPort()) {
          each.reportsTo.add(server);
          return each;
        }
      }
      throw new IOException("port " + process.getPort() + " does not answer");
    }

    @Override
    public void moved(RunningProcess process) {
      moved.add(process.interpreterGroupId() + "@" + process.epoch() + " " + process.manager());
    }

    @Override
    public boolean upToDate(GroupRequest request, long epoch) {
      return !settingsChanged;
    }

    @Override
    public void forget(String interpreterGroupId, long epoch, String reason) {
      forgotten.add(interpreterGroupId + "@" + epoch);
    }

    @Override
    public void forgetSession(String interpreterGroupId, long epoch, String sessionId) {
      forgottenSessions.add(interpreterGroupId + "@" + epoch + "/" + sessionId);
    }

    @Override
    public void webUrl(String interpreterGroupId, long epoch, String url) {
      webUrls.add(interpreterGroupId + "@" + epoch + " " + url);
    }

    @Override
    public boolean plausible(ProcessEntry process) {
      return true;
    }

    @Override
    public boolean reachable(ProcessEntry process) {
      return reachable;
    }

    @Override
    public List<LaunchedProcess> launched() {
      return alive().stream()
          .filter(p -> p.server.equals(server))
          .map(p -> new LaunchedProcess(p.pid(), p.group))
          .collect(Collectors.toList());
    }

    @Override
    public void end(LaunchedProcess process) {
      processes.stream().filter(p -> p.pid() == process.pid()).forEach(FakeProcess::stop);
    }

    @Override
    public void retire(ProcessEntry process) throws IOException {
      if (hung) {
        throw new IOException("port " + process.getPort() + " does not stop");
      }
      processes.stream().filter(p -> p.port() == process.getPort()).forEach(FakeProcess::stop);
    }
  }

  /** A process that remembers what was done to it. */
  static final class FakeProcess implements LocalProcess {
    final String server;
    final String group;
    final List<String> created = new CopyOnWriteArrayList<>();
    final List<String> closed = new ArrayList<>();
    final List<String> reportsTo = new CopyOnWriteArrayList<>();
    private final int port;
    private final boolean elsewhere;
    private final Runnable stopping;
    private final CompletableFuture<Void> exit = new CompletableFuture<>();

    FakeProcess(String server, String group, int port, boolean elsewhere, Runnable stopping) {
      this.stopping = stopping;
      this.group = group;
      this.elsewhere = elsewhere;
      this.server = server;
      this.port = port;
    }

    /** Ends by itself. */
    void die() {
      exit.complete(null);
    }

    @Override
    public String host() {
      return "localhost";
    }

    @Override
    public int port() {
      return port;
    }

    @Override
    public long pid() {
      return elsewhere ? 0 : 100_000L + port;
    }

    @Override
    public boolean existing() {
      return false;
    }

    @Override
    public boolean alive() {
      return !exit.isDone();
    }

    @Override
    public CompletionStage<Void> exited() {
      return elsewhere ? new CompletableFuture<>() : exit;
    }

    @Override
    public void createInterpreter(
        String sessionId, String className, String userName, Map<String, String> properties) {
      created.add(sessionId + "/" + className);
    }

    @Override
    public boolean hasInterpreter(String sessionId, String className) {
      return created.contains(sessionId + "/" + className);
    }

    @Override
    public void closeInterpreter(String sessionId, String className) {
      closed.add(sessionId + "/" + className);
    }

    @Override
    public void stop() {
      stopping.run();
      exit.complete(null);
    }

    @Override
    public String toString() {
      return "process " + port + " on " + server;
    }
  }
}
