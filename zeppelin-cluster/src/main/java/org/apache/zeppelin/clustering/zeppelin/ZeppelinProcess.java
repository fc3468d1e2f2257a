// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.LocalProcess;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that this server's Zeppelin launched, or that reports to it now. */
@TouchesZeppelin("manage a process that this server started or took over")
final class ZeppelinProcess implements LocalProcess {

  private static final Logger LOGGER = LoggerFactory.getLogger(ZeppelinProcess.class);
  private static final long KILL_WAIT_SECONDS = 5;
  private static final int CONNECT_MILLIS = 1_000;

  /** Longer than a short cut of the network: whoever is given up is ended, with all that it has. */
  private static final long SILENCE_SECONDS = 10;

  /**
   * How long a process keeps the result of a run for whoever takes the note over. Not for ever: it
   * costs the memory of the results; not for short: Zeppelin's process drops by it also the next
   * run of the same paragraph, when that runs on for longer.
   */
  private static final String RESULT_CACHE = "zeppelin.interpreter.result.cache";

  private static final String RESULT_CACHE_SECONDS = "3600";

  private final String interpreterGroupId;
  private final RemoteInterpreterProcess process;
  private final Optional<ProcessHandle> handle;
  private final boolean existing;
  private final Silence silence;

  ZeppelinProcess(
      String interpreterGroupId,
      RemoteInterpreterProcess process,
      Optional<ProcessHandle> handle,
      boolean existing,
      LongSupplier nanoTicker) {
    this.silence = new Silence(nanoTicker, TimeUnit.SECONDS.toNanos(SILENCE_SECONDS));
    this.interpreterGroupId = interpreterGroupId;
    this.process = process;
    this.handle = handle;
    this.existing = existing;
  }

  RemoteInterpreterProcess zeppelins() {
    return process;
  }

  @Override
  public String host() {
    return process.getHost();
  }

  @Override
  public int port() {
    return process.getPort();
  }

  @Override
  public long pid() {
    return handle.map(ProcessHandle::pid).orElse(0L);
  }

  @Override
  public boolean existing() {
    return existing;
  }

  @Override
  public boolean alive() {
    return handle.map(ProcessHandle::isAlive).orElseGet(() -> silence.alive(ask()));
  }

  private Silence.Answer ask() {
    if (process.isRunning()) {
      return Silence.Answer.ANSWERS;
    }
    // Zeppelin says only that it did not connect. What came of it makes the difference.
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host(), port()), CONNECT_MILLIS);
      return Silence.Answer.ANSWERS;
    } catch (ConnectException | UnknownHostException e) {
      return Silence.Answer.REFUSES;
    } catch (IOException e) {
      return Silence.Answer.SILENT;
    }
  }

  @Override
  public CompletionStage<Void> exited() {
    return handle
        .<CompletionStage<Void>>map(h -> h.onExit().thenApply(gone -> null))
        .orElseGet(CompletableFuture::new);
  }

  @Override
  public void createInterpreter(
      String sessionId, String className, String userName, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.putIfAbsent(RESULT_CACHE, RESULT_CACHE_SECONDS);
    process.callRemoteFunction(
        client -> {
          client.createInterpreter(interpreterGroupId, sessionId, className, all, userName);
          return null;
        });
  }

  /** Zeppelin's process has no question for it: one that is not there has no form type either. */
  @Override
  public boolean hasInterpreter(String sessionId, String className) {
    try {
      return process.callRemoteFunction(client -> client.getFormType(sessionId, className)) != null;
    } catch (RuntimeException e) {
      LOGGER.info("{} has no {} in session {}", interpreterGroupId, className, sessionId);
      return false;
    }
  }

  @Override
  public void closeInterpreter(String sessionId, String className) {
    process.callRemoteFunction(
        client -> {
          client.close(sessionId, className);
          return null;
        });
  }

  @Override
  public void stop() {
    try {
      process.stop();
    } catch (RuntimeException e) {
      LOGGER.warn("Zeppelin could not stop the process of {}", interpreterGroupId, e);
    }
    if (!existing) {
      handle.ifPresent(this::kill);
    }
  }

  private void kill(ProcessHandle target) {
    if (target.isAlive()) {
      LOGGER.info("Kill pid {} of {}", target.pid(), interpreterGroupId);
      target.destroyForcibly();
    }
    try {
      target.onExit().get(KILL_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOGGER.error("Pid {} of {} cannot be killed", target.pid(), interpreterGroupId, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
