// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends interpreter processes whose manager is gone. */
@TouchesZeppelin("end a process whose manager is gone")
final class FormerProcesses {

  private static final Logger LOGGER = LoggerFactory.getLogger(FormerProcesses.class);
  private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
  private static final int CALL_TIMEOUT_MILLIS = 5_000;
  private static final long EXIT_WAIT_SECONDS = 5;
  private static final int PROBES = 20;
  private static final long PROBE_PAUSE_MILLIS = 250;

  private final ProcessIdentity identity;

  FormerProcesses(ProcessIdentity identity) {
    this.identity = identity;
  }

  /** True when the name or address is one of this machine's. */
  boolean isThisHost(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException | SocketException e) {
      LOGGER.debug("Cannot tell whether {} is this host", host, e);
      return false;
    }
  }

  /**
   * Asks the process to stop, kills it where this host is its host, and makes sure.
   *
   * @throws IOException when it still answers
   */
  void end(ProcessEntry process) throws IOException {
    if (process.isExisting()) {
      return;
    }
    boolean here = isThisHost(process.getHost());
    if (answers(process)) {
      shutdown(process);
    } else if (!here) {
      return;
    }
    // One that hangs at its end may live on without listening.
    if (here && process.getPid() > 0) {
      kill(process);
    }
    for (int probe = 0; probe < PROBES; probe++) {
      if (!answers(process)) {
        return;
      }
      pause();
    }
    throw new IOException(
        "The interpreter process of "
            + process.getInterpreterGroupId()
            + " at "
            + process.getHost()
            + ":"
            + process.getPort()
            + " has lost its server and does not stop: end pid "
            + process.getPid()
            + " there, then run again");
  }

  private static void shutdown(ProcessEntry process) {
    try (TSocket socket = new TSocket(process.getHost(), process.getPort(), CALL_TIMEOUT_MILLIS)) {
      socket.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
      socket.open();
      new RemoteInterpreterService.Client(new TBinaryProtocol(socket)).shutdown();
    } catch (TException e) {
      LOGGER.info(
          "{} at {}:{} does not take a shutdown: {}",
          process.getInterpreterGroupId(),
          process.getHost(),
          process.getPort(),
          e.toString());
    }
  }

  /**
   * Has the process send its events to that address from now on.
   *
   * @throws IOException when it does not answer, which a hung one never does
   */
  void reconnect(ProcessEntry process, String eventHost, int eventPort) throws IOException {
    try (TSocket socket = new TSocket(process.getHost(), process.getPort(), CALL_TIMEOUT_MILLIS)) {
      socket.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
      socket.open();
      new RemoteInterpreterService.Client(new TBinaryProtocol(socket))
          .reconnect(eventHost, eventPort);
    } catch (TException e) {
      throw new IOException(
          "its process at "
              + process.getHost()
              + ":"
              + process.getPort()
              + " does not answer ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private void kill(ProcessEntry process) throws IOException {
    ProcessHandle handle = ProcessHandle.of(process.getPid()).orElse(null);
    if (handle == null || !identity.mayBe(process.getPid(), process.getInterpreterGroupId())) {
      return;
    }
    try {
      handle.onExit().get(EXIT_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOGGER.warn("Kill pid {} of {}", process.getPid(), process.getInterpreterGroupId());
      handle.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while an interpreter process ended", e);
    }
  }

  /** True when something listens where the process does. */
  boolean answers(ProcessEntry process) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(process.getHost(), process.getPort()), CONNECT_TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(PROBE_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while an interpreter process ended", e);
    }
  }
}
