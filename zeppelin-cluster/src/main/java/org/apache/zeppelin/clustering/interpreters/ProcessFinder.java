// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.KeyChanges;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the one process of a group, or has it started: reads, decides by {@link ClaimDecision},
 * acts, and reads again until the process is verified.
 */
final class ProcessFinder {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessFinder.class);
  private static final long RECHECK_MILLIS = 1_000;
  private static final long SESSION_RECHECK_MILLIS = 50;

  private final Metadata metadata;
  private final Servers servers;
  private final Peers peers;
  private final ProcessVerifier verifier;
  private final ProcessSuccession succession;
  private final ProcessRetirement retirement;
  private final ProcessStarts starts;
  private final KeyChanges changes;
  private final long startTimeoutMillis;
  private final long sessionWaitMillis;
  private final LongSupplier nanoTicker;

  ProcessFinder(
      Metadata metadata,
      Servers servers,
      Peers peers,
      ProcessVerifier verifier,
      ProcessSuccession succession,
      ProcessRetirement retirement,
      ProcessStarts starts,
      KeyChanges changes,
      InterpreterSettings settings,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.servers = servers;
    this.peers = peers;
    this.verifier = verifier;
    this.succession = succession;
    this.retirement = retirement;
    this.starts = starts;
    this.changes = changes;
    this.startTimeoutMillis = settings.startTimeoutMillis();
    this.sessionWaitMillis = settings.callTimeoutMillis();
    this.nanoTicker = nanoTicker;
  }

  /**
   * Blocks until the process of the group runs.
   *
   * @throws LaunchException when no server could start it, with what each said
   * @throws IOException when it neither ran nor failed within the start timeout
   */
  RunningProcess find(GroupRequest request, WaitListener listener) throws IOException {
    String key = ProcessCommands.key(request.interpreterGroupId());
    long deadline = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(startTimeoutMillis);
    String lastObstacle = "";
    while (deadline - nanoTicker.getAsLong() > 0) {
      String session = session();
      CompletableFuture<Void> change = changes.next(key);
      Optional<Entry> entry = Blocking.await(metadata.get(key));
      switch (ClaimDecision.of(entry, peers::sessionOpen)) {
        case CLAIM:
          Result claim =
              Blocking.await(
                  metadata.commit(ProcessCommands.claim(request, servers.id(), session)));
          if (claim.getCode() == ResultCode.OK) {
            return starts.start(request, claim.getIndex(), listener);
          }
          break;
        case ATTACH:
          RunningProcess process = RunningProcess.of(entry.get());
          ProcessVerifier.Verdict verdict = verifier.verify(entry.get());
          if (verdict == ProcessVerifier.Verdict.ALIVE) {
            return process;
          }
          lastObstacle = process + " could not be verified: its manager does not answer";
          if (verdict == ProcessVerifier.Verdict.GONE) {
            Blocking.await(metadata.commit(ProcessCommands.remove(entry.get())));
          } else {
            await(change, RECHECK_MILLIS);
          }
          break;
        case ADOPT:
          adopt(entry.get());
          break;
        case RETIRE:
          retire(entry.get());
          break;
        case WAIT:
        default:
          lastObstacle =
              entry.get().getValue().getProcess().getManager()
                  + " has been "
                  + entry.get().getValue().getProcess().getState()
                  + " its process";
          await(change, RECHECK_MILLIS);
          break;
      }
    }
    throw new IOException(
        "No process for interpreter group "
            + request.interpreterGroupId()
            + " within "
            + startTimeoutMillis
            + " ms: "
            + lastObstacle);
  }

  /**
   * The process of the group, taken over if need be; empty when there is none to go on with. Never
   * starts one.
   *
   * @throws IOException when that cannot be told within the start timeout
   */
  Optional<RunningProcess> existing(String interpreterGroupId) throws IOException {
    String key = ProcessCommands.key(interpreterGroupId);
    long deadline = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(startTimeoutMillis);
    while (deadline - nanoTicker.getAsLong() > 0) {
      session();
      CompletableFuture<Void> change = changes.next(key);
      Optional<Entry> entry = Blocking.await(metadata.get(key));
      switch (ClaimDecision.of(entry, peers::sessionOpen)) {
        case ADOPT:
          adopt(entry.get());
          break;
        case ATTACH:
          switch (verifier.verify(entry.get())) {
            case ALIVE:
              return Optional.of(RunningProcess.of(entry.get()));
            case GONE:
              return Optional.empty();
            default:
              await(change, RECHECK_MILLIS);
          }
          break;
        case WAIT:
          if (entry.get().getValue().getProcess().getState() == ProcessState.STARTING) {
            return Optional.empty();
          }
          await(change, RECHECK_MILLIS);
          break;
        default:
          return Optional.empty();
      }
    }
    throw new IOException(
        "It could not be told within "
            + startTimeoutMillis
            + " ms whether the process of interpreter group "
            + interpreterGroupId
            + " lives: its manager does not answer");
  }

  /**
   * The same process, when its manager did not answer: as soon as it has another one, or a second
   * later under the same, if that is still a member.
   *
   * @throws StaleException when the process is no more
   */
  RunningProcess again(RunningProcess lost) throws IOException, StaleException {
    String key = ProcessCommands.key(lost.interpreterGroupId());
    boolean waited = false;
    while (true) {
      CompletableFuture<Void> change = changes.next(key);
      Optional<Entry> entry = Blocking.await(metadata.get(key));
      if (entry.filter(e -> e.getEpoch() == lost.epoch()).isEmpty()) {
        throw new StaleException(lost + " has ended", entry.map(Entry::getEpoch).orElse(0L));
      }
      switch (ClaimDecision.of(entry, peers::sessionOpen)) {
        case ADOPT:
          adopt(entry.get());
          break;
        case ATTACH:
          RunningProcess now = RunningProcess.of(entry.get());
          if (waited || !now.managerSession().equals(lost.managerSession())) {
            return now;
          }
          await(change, RECHECK_MILLIS);
          waited = true;
          break;
        default:
          throw new StaleException(lost + " is ending", 0);
      }
    }
  }

  /**
   * True while the same process lives under another manager, or another life of that one, which
   * does not remember what it managed before.
   */
  boolean succeeded(RunningProcess known) {
    return Blocking.await(metadata.get(ProcessCommands.key(known.interpreterGroupId())))
        .filter(entry -> entry.getEpoch() == known.epoch())
        .map(entry -> entry.getValue().getProcess().getManagerSession())
        .filter(session -> !session.equals(known.managerSession()))
        .isPresent();
  }

  /** This server's session; waits a moment while it is being opened or renewed. */
  private String session() throws IOException {
    long end = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(sessionWaitMillis);
    while (servers.session().isEmpty() && end - nanoTicker.getAsLong() > 0) {
      pause();
    }
    return servers.requireSession();
  }

  private static void pause() throws IOException {
    await(new CompletableFuture<>(), SESSION_RECHECK_MILLIS);
  }

  private void adopt(Entry entry) throws IOException {
    try {
      succession.adopt(entry);
    } catch (StaleException e) {
      LOGGER.debug("Another server takes {} over", entry.getKey());
    }
  }

  private void retire(Entry entry) throws IOException {
    try {
      retirement.retire(entry);
    } catch (StaleException e) {
      LOGGER.debug("Another server retires {}", entry.getKey());
    }
  }

  /** Waits for the change, or so long. */
  static void await(CompletableFuture<Void> change, long millis) throws IOException {
    try {
      change.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Nothing changed: the caller reads again, for sessions end without a change of this key.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for an interpreter process", e);
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }
}
