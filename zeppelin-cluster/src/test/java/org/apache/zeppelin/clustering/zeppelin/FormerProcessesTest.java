// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.ports.FreePorts;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterEventService;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Real interpreter processes, and others that are none, on this host. */
public class FormerProcessesTest {

  private static final String GROUP = "sample-shared_process";
  private static final String HOST = "127.0.0.1";

  private final FormerProcesses former = new FormerProcesses(new ProcessIdentity());
  private final List<Process> started = new ArrayList<>();
  private final RemoteInterpreterEventService.Iface service =
      mock(RemoteInterpreterEventService.Iface.class);
  private int eventPort;
  private TServer events;
  private Thread serving;

  @Before
  public void serveEvents() throws Exception {
    eventPort = FreePorts.one();
    events =
        new TThreadPoolServer(
            new TThreadPoolServer.Args(new TServerSocket(eventPort))
                .processor(new RemoteInterpreterEventService.Processor<>(service)));
    serving = new Thread(events::serve, "events");
    serving.start();
    Await.until("it serves", events::isServing);
  }

  @After
  public void end() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    events.stop();
    serving.join();
  }

  private Process start(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    return process;
  }

  /**
   * One that serves on that port, as it has registered: it listens once before that, for a moment,
   * to see whether the port is free.
   */
  private Process interpreter(int port) throws Exception {
    Process process =
        start(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.apache.zeppelin.interpreter.remote.RemoteInterpreterServer",
            HOST,
            String.valueOf(eventPort),
            GROUP,
            port + ":" + port);
    Await.until("it has registered", this::hasRegistered);
    assertTrue(former.answers(entry(HOST, port, 0)));
    return process;
  }

  private boolean hasRegistered() {
    return mockingDetails(service).getInvocations().stream()
        .anyMatch(call -> call.getMethod().getName().equals("registerInterpreterProcess"));
  }

  /** Returns when each of its threads has stopped: until then it may still take a call. */
  private void pause(Process process) throws Exception {
    assertEquals(0, start("kill", "-STOP", String.valueOf(process.pid())).waitFor());
    Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
    Await.until("it is paused", () -> isPaused(threads));
  }

  private static boolean isPaused(Path threads) throws IOException {
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.collect(Collectors.toList())) {
        String stat = Files.readString(thread.resolve("stat"));
        // The name before it may hold anything but ends with the last parenthesis.
        if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException aThreadEnded) {
      return false;
    }
  }

  private static ProcessEntry entry(String host, int port, long pid) {
    return new ProcessEntry(
            GROUP, "sample", "sample", "user", "note", ProcessState.STOPPING, "lost:1", "session")
        .setHost(host)
        .setPort(port)
        .setPid(pid);
  }

  @Test
  public void oneThatListensIsAskedToStop() throws Exception {
    int port = FreePorts.one();
    Process process = interpreter(port);
    former.end(entry(HOST, port, process.pid()));
    process.waitFor();
    assertFalse(former.answers(entry(HOST, port, 0)));
  }

  @Test
  public void oneThatHangsIsKilled() throws Exception {
    int port = FreePorts.one();
    Process process = interpreter(port);
    pause(process);
    former.end(entry(HOST, port, process.pid()));
    process.waitFor();
  }

  @Test
  public void oneThatHangsAndWhosePidIsNotKnownIsNamed() throws Exception {
    int port = FreePorts.one();
    Process process = interpreter(port);
    pause(process);
    IOException e = assertThrows(IOException.class, () -> former.end(entry(HOST, port, 0)));
    assertTrue(e.getMessage(), e.getMessage().contains(HOST + ":" + port));
    assertTrue(process.isAlive());
  }

  @Test
  public void anotherProcessThatHasItsPidByNowIsLeftAlone() throws Exception {
    Process other = start("sleep", "600");
    former.end(entry(HOST, FreePorts.one(), other.pid()));
    assertTrue(other.isAlive());
  }

  @Test
  public void whatSomebodyElseStartedIsLeftAlone() throws Exception {
    int port = FreePorts.one();
    Process process = interpreter(port);
    former.end(entry(HOST, port, process.pid()).setExisting(true));
    assertTrue(process.isAlive());
    assertTrue(former.answers(entry(HOST, port, 0)));
  }

  @Test
  public void aHostThatIsGoneHasTakenItsProcessesWithIt() throws Exception {
    Process other = start("sleep", "600");
    former.end(entry("gone.invalid", FreePorts.one(), other.pid()));
    assertTrue(other.isAlive());
    assertFalse(former.isThisHost("gone.invalid"));
    assertTrue(former.isThisHost("localhost"));
  }

  @Test
  public void oneThatHangsCannotBeReconnected() throws Exception {
    int port = FreePorts.one();
    Process process = interpreter(port);
    pause(process);
    assertThrows(
        IOException.class,
        () -> former.reconnect(entry(HOST, port, process.pid()), HOST, FreePorts.one()));
  }
}
