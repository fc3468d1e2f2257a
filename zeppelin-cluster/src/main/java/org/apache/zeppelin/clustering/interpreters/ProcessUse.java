// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.rpc.RpcCall;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.RunParam;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server does with a process of the cluster: the same calls whether it manages the process
 * itself or another server does.
 */
final class ProcessUse {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessUse.class);

  private final Metadata metadata;
  private final Servers servers;
  private final Peers peers;
  private final ManagedProcesses managed;
  private final ProcessManager manager;
  private final RunDirectory runs;
  private final Endings endings;
  private final ProcessFinder finder;
  private final InterpreterSettings settings;
  private final LongSupplier nanoTicker;

  ProcessUse(
      Metadata metadata,
      Servers servers,
      Peers peers,
      ManagedProcesses managed,
      ProcessManager manager,
      RunDirectory runs,
      Endings endings,
      ProcessFinder finder,
      InterpreterSettings settings,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.servers = servers;
    this.peers = peers;
    this.managed = managed;
    this.manager = manager;
    this.runs = runs;
    this.endings = endings;
    this.finder = finder;
    this.settings = settings;
    this.nanoTicker = nanoTicker;
  }

  // The manager's side: called by RPC, or directly by the methods below.

  void createInterpreterHere(InterpreterParam param) throws TException {
    ManagedProcess process = managed.require(param.getProcess());
    process.createInterpreter(param, sessions -> manager.sessions(process, sessions));
  }

  void runStartedHere(RunParam run) throws TException {
    if (!existingElsewhere(run.getProcess())) {
      ManagedProcess process = managed.require(run.getProcess());
      if (process.process().existing()) {
        tellOthers(run);
      }
    }
    runs.started(run.getNoteId(), run.getParagraphId(), run.getServer());
  }

  /** True for a process of that epoch that Zeppelin did not start and another server manages. */
  private boolean existingElsewhere(ProcessRef ref) {
    return metadata
        .local()
        .get(ProcessCommands.key(ref.getInterpreterGroupId()))
        .filter(entry -> entry.getEpoch() == ref.getEpoch())
        .map(entry -> entry.getValue().getProcess())
        .filter(ProcessEntry::isExisting)
        .filter(process -> !process.getManager().equals(servers.id()))
        .isPresent();
  }

  /** Whoever started an existing process chose its event server, which may be any of ours. */
  private void tellOthers(RunParam run) {
    for (String server : peers.others(servers.id())) {
      try {
        peers.callIdempotent(
            server,
            settings.callTimeoutMillis(),
            client -> {
              client.runStarted(run);
              return null;
            });
      } catch (TException e) {
        LOGGER.warn(
            "{} could not be told that {} runs {}",
            server,
            run.getServer(),
            run.getParagraphId(),
            e);
      }
    }
  }

  void webUrlHere(String interpreterGroupId, String url) throws IOException {
    Optional<ManagedProcess> process = managed.get(interpreterGroupId);
    if (process.isEmpty()) {
      return;
    }
    try {
      manager.webUrl(process.get(), url);
    } catch (StaleException | MetadataException e) {
      throw new IOException(
          "The web address of "
              + interpreterGroupId
              + " could not be told to the cluster: "
              + e.getMessage(),
          e);
    }
  }

  void stopHere(ProcessRef ref) throws TException {
    manager.stop(managed.require(ref));
  }

  void closeSessionHere(ProcessRef ref, String sessionId) throws TException {
    ManagedProcess process = managed.require(ref);
    if (process.closeSession(sessionId, sessions -> manager.sessions(process, sessions))) {
      manager.stop(process);
      return;
    }
    endings.ofSession(ref, sessionId);
  }

  // Any server's side.

  void createInterpreter(RunningProcess process, InterpreterParam param) throws IOException {
    atManager(
        process,
        () -> createInterpreterHere(param),
        settings.startTimeoutMillis(),
        client -> {
          client.createInterpreter(param);
          return null;
        });
  }

  /** From now on the output of the paragraph comes to this server. */
  void runStarted(RunningProcess process, String noteId, String paragraphId) throws IOException {
    RunParam run = new RunParam(process.ref(), noteId, paragraphId, servers.id());
    atManager(
        process,
        () -> runStartedHere(run),
        settings.callTimeoutMillis(),
        client -> {
          client.runStarted(run);
          return null;
        });
  }

  /** Closes the session wherever it is; one that nobody has is closed already. */
  void closeSession(String interpreterGroupId, String sessionId) throws IOException {
    Optional<RunningProcess> process = running(interpreterGroupId);
    if (process.isEmpty()) {
      return;
    }
    ending(
        process.get(),
        target -> {
          if (target.manager().equals(servers.id())) {
            closeSessionHere(target.ref(), sessionId);
          } else {
            peers.callIdempotent(
                target.manager(),
                settings.callTimeoutMillis(),
                client -> {
                  client.closeSession(target.ref(), sessionId);
                  return null;
                });
          }
        });
  }

  /** Stops the process of the group, whoever manages it. */
  void stop(String interpreterGroupId) throws IOException {
    Optional<RunningProcess> process = running(interpreterGroupId);
    if (process.isPresent()) {
      stop(process.get());
    }
  }

  /** Stops every process of the setting, in the whole cluster. */
  void stopSetting(String settingId) throws IOException {
    for (Entry entry : Blocking.await(metadata.list(ProcessCommands.key("")))) {
      ProcessEntry process = entry.getValue().getProcess();
      if (process.getSettingId().equals(settingId) && process.isSetHost()) {
        stop(RunningProcess.of(entry));
      }
    }
  }

  private void stop(RunningProcess process) throws IOException {
    ending(
        process,
        target -> {
          if (target.manager().equals(servers.id())) {
            stopHere(target.ref());
          } else {
            peers.callIdempotent(
                target.manager(),
                settings.callTimeoutMillis(),
                client -> {
                  client.stopProcess(target.ref());
                  return null;
                });
          }
        });
  }

  private Optional<RunningProcess> running(String interpreterGroupId) {
    return Blocking.await(metadata.get(ProcessCommands.key(interpreterGroupId)))
        .filter(e -> e.getValue().getProcess().isSetHost())
        .map(RunningProcess::of);
  }

  /** A process that ended meanwhile is what the caller wanted. */
  private void ending(RunningProcess process, End step) throws IOException {
    RunningProcess target = process;
    try {
      try {
        step.at(target);
      } catch (UnavailableException e) {
        LOGGER.info("The manager of {} does not answer: {}", target, e.getMessage());
        target = finder.again(target);
        step.at(target);
      }
    } catch (StaleException e) {
      LOGGER.info("{} had ended already: {}", target, e.getMessage());
    } catch (TException e) {
      if (!peers.sessionOpen(target.managerSession())) {
        LOGGER.info("The manager of {} is gone; its process is retired at the next use", target);
        return;
      }
      throw new IOException("Could not stop " + target + ": " + e.getMessage(), e);
    }
  }

  /** At the process's manager, whoever that comes to be: a lost one is succeeded by another. */
  private void atManager(RunningProcess process, Step here, long timeoutMillis, RpcCall<Void> there)
      throws IOException {
    long end =
        nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(settings.startTimeoutMillis());
    RunningProcess target = process;
    try {
      while (true) {
        try {
          if (target.manager().equals(servers.id())) {
            here.run();
          } else {
            peers.callIdempotent(target.manager(), timeoutMillis, there);
          }
          return;
        } catch (StaleException e) {
          if (!finder.succeeded(target)) {
            throw e;
          }
          LOGGER.info("{} has another manager by now: {}", target, e.getMessage());
          target = finder.again(target);
        } catch (TException e) {
          if (end - nanoTicker.getAsLong() <= 0) {
            throw silent(target, e);
          }
          LOGGER.info("The manager of {} does not answer: {}", target, e.getMessage());
          target = finder.again(target);
        }
      }
    } catch (StaleException e) {
      throw new IOException(
          "The interpreter process " + process + " has ended; run the paragraph again.", e);
    }
  }

  private static IOException silent(RunningProcess process, TException cause) {
    return new IOException(
        "Server "
            + process.manager()
            + ", which manages the interpreter process of "
            + process.interpreterGroupId()
            + ", does not answer: "
            + cause.getMessage(),
        cause);
  }

  private interface Step {
    void run() throws TException;
  }

  private interface End {
    void at(RunningProcess target) throws TException, IOException;
  }
}
