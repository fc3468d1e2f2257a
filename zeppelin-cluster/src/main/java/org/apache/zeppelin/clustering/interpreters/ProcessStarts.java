// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.interpreters.placement.Candidate;
import org.apache.zeppelin.clustering.interpreters.placement.Placement;
import org.apache.zeppelin.clustering.interpreters.placement.PlacementDecision;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.rpc.wire.ClusterInterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.LaunchFailedException;
import org.apache.zeppelin.clustering.rpc.wire.LaunchFailure;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a claim to a running process: asks the placement for servers, tries them in its order,
 * and keeps what each one said.
 */
final class ProcessStarts {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessStarts.class);

  private final Metadata metadata;
  private final Servers servers;
  private final Peers peers;
  private final ProcessManager manager;
  private final Candidates candidates;
  private final Placement placement;
  private final InterpreterSettings settings;
  private final String release;
  private final LocalInterpreters local;
  private final LongSupplier nanoTicker;

  ProcessStarts(
      Metadata metadata,
      Servers servers,
      Peers peers,
      ProcessManager manager,
      Candidates candidates,
      Placement placement,
      InterpreterSettings settings,
      String release,
      LocalInterpreters local,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.servers = servers;
    this.peers = peers;
    this.manager = manager;
    this.candidates = candidates;
    this.placement = placement;
    this.settings = settings;
    this.release = release;
    this.local = local;
    this.nanoTicker = nanoTicker;
  }

  /**
   * Starts the process under the claim; whatever the outcome, the claim is not left behind.
   *
   * @throws LaunchException when no server could start it
   */
  RunningProcess start(GroupRequest request, long epoch, WaitListener listener) throws IOException {
    try {
      return tryServers(request, epoch, listener);
    } catch (IOException | RuntimeException e) {
      release(request);
      throw e;
    }
  }

  private RunningProcess tryServers(GroupRequest request, long firstEpoch, WaitListener listener)
      throws IOException {
    long epoch = firstEpoch;
    List<LaunchFailure> failures = new ArrayList<>();
    Set<String> tried = new HashSet<>();
    Optional<String> next = choose(request, tried, failures, listener);
    while (next.isPresent()) {
      String server = next.get();
      tried.add(server);
      try {
        return startOn(server, request, epoch);
      } catch (StaleException e) {
        return settled(request, failures, server, e.getMessage());
      } catch (LaunchFailedException e) {
        failures.add(new LaunchFailure(server, e.getMessage()));
      } catch (TException | IOException e) {
        failures.add(new LaunchFailure(server, message(e)));
      }
      LOGGER.warn(
          "{} could not start the process of {}: {}",
          server,
          request.interpreterGroupId(),
          failures.get(failures.size() - 1).getCause());
      next = choose(request, tried, failures, listener);
      if (next.isPresent()) {
        // The server may have started it although its answer never came: fence it off.
        Optional<RunningProcess> late = running(request);
        if (late.isPresent()) {
          return late.get();
        }
        epoch = claimAgain(request, epoch);
      }
    }
    throw new LaunchException(
        "Interpreter process of " + request.settingName() + " could not be started.", failures);
  }

  /** A fenced start: another server's process may serve by now. */
  private RunningProcess settled(
      GroupRequest request, List<LaunchFailure> failures, String server, String cause)
      throws IOException {
    Optional<RunningProcess> running = running(request);
    if (running.isPresent()) {
      return running.get();
    }
    failures.add(new LaunchFailure(server, cause));
    throw new LaunchException(
        "The claim to start " + request.settingName() + " was lost; run again.", failures);
  }

  private Optional<RunningProcess> running(GroupRequest request) {
    return Blocking.await(metadata.get(ProcessCommands.key(request.interpreterGroupId())))
        .filter(e -> e.getValue().getProcess().getState() == ProcessState.RUNNING)
        .map(RunningProcess::of);
  }

  private Optional<String> choose(
      GroupRequest request, Set<String> tried, List<LaunchFailure> failures, WaitListener listener)
      throws IOException {
    long deadline =
        nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(settings.placementWaitMillis());
    String told = "";
    while (true) {
      List<Candidate> present = candidates.present(request, tried);
      if (present.isEmpty() && !tried.isEmpty()) {
        return Optional.empty();
      }
      PlacementDecision decision = placement.decide(candidates.request(request), present);
      if (decision.kind() == PlacementDecision.Kind.PLACE) {
        return Optional.of(decision.servers().get(0));
      }
      if (decision.kind() == PlacementDecision.Kind.REFUSED
          || deadline - nanoTicker.getAsLong() <= 0) {
        if (!failures.isEmpty()) {
          return Optional.empty();
        }
        throw new LaunchException(
            "No server may start the process of "
                + request.settingName()
                + ": "
                + decision.reason(),
            failures);
      }
      if (!told.equals(decision.reason())) {
        told = decision.reason();
        LOGGER.info("The start of {} waits: {}", request.interpreterGroupId(), told);
        listener.waiting(told);
      }
      pause();
    }
  }

  private void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(settings.placementRecheckMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for room on a server", e);
    }
  }

  private RunningProcess startOn(String server, GroupRequest request, long epoch)
      throws TException, IOException {
    if (!local.upToDate(request, epoch)) {
      throw new StaleException(
          "the setting of " + request.settingName() + " was changed meanwhile", epoch);
    }
    if (server.equals(servers.id())) {
      return manager.start(request, epoch);
    }
    ClusterInterpreterParam param = param(server, request, epoch);
    peers.call(
        server, settings.startTimeoutMillis(), client -> client.startInterpreterProcess(param));
    return running(request)
        .filter(p -> p.epoch() == epoch)
        .orElseThrow(() -> new IOException("it started the process, which has ended at once"));
  }

  private ClusterInterpreterParam param(String server, GroupRequest request, long epoch)
      throws TException {
    ClusterInterpreterParam param =
        new ClusterInterpreterParam(
            peers.entry(server).getHost(),
            peers.entry(server).getServicePort(),
            request.userName(),
            request.noteId(),
            request.settingName());
    param.setInterpreterGroupId(request.interpreterGroupId());
    param.setEpoch(epoch);
    param.setProperties(request.properties());
    param.setRequester(servers.id());
    param.setRequesterSession(servers.requireSession());
    param.setRelease(release);
    return param;
  }

  private long claimAgain(GroupRequest request, long epoch) throws IOException {
    Optional<Entry> claim =
        Blocking.await(metadata.get(ProcessCommands.key(request.interpreterGroupId())));
    if (claim.isPresent() && claim.get().getEpoch() == epoch) {
      Result again =
          Blocking.await(
              metadata.commit(
                  ProcessCommands.claimAgain(
                      request, servers.id(), servers.requireSession(), claim.get().getVersion())));
      if (again.getCode() == ResultCode.OK) {
        return again.getIndex();
      }
    }
    throw new IOException(
        "The claim to start " + request.settingName() + " was taken by another server; run again.");
  }

  /** Removes the claim if it still is one of ours. */
  private void release(GroupRequest request) {
    try {
      Optional<Entry> entry =
          Blocking.await(metadata.get(ProcessCommands.key(request.interpreterGroupId())));
      if (entry.isPresent()
          && servers.id().equals(entry.get().getValue().getProcess().getManager())
          && !entry.get().getValue().getProcess().isSetHost()) {
        Blocking.await(metadata.commit(ProcessCommands.remove(entry.get())));
      }
    } catch (MetadataException e) {
      LOGGER.warn(
          "Could not give back the claim to start {}; it ends with this server's session",
          request.interpreterGroupId(),
          e);
    }
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
