// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.security.SecuritySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the other servers whether they are there, each once a second if they are few, so that a
 * server without a majority can say whom it misses. It asks Ratis and not the kernel: a paused
 * process still accepts connections.
 */
final class Reachability {

  private static final int ASK_EVERY_MILLIS = 1_000;

  /** As long as all might vote, each asks each. */
  private static final int ALL = Membership.MAX_VOTERS;

  private static final int VOTERS_AT_ONCE = 1;
  private static final int LISTENERS_AT_ONCE = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

  private final String self;
  private final Supplier<List<String>> others;
  private final Supplier<? extends Collection<String>> voters;
  private final AskingTurns turns = new AskingTurns(ALL, VOTERS_AT_ONCE, LISTENERS_AT_ONCE);
  private final Questions questions;
  private final Consumer<Told> told;
  private final Consumer<String> back;

  /** Those that do not answer; true when it is because of certificates. */
  private final Map<String, Boolean> faults = new ConcurrentHashMap<>();

  private final Set<String> being = ConcurrentHashMap.newKeySet();
  private final ExecutorService askers = Threads.growing("metadata-reach-ask");
  private final ScheduledExecutorService clock = Threads.scheduler("metadata-reach");
  private volatile boolean closed;

  /**
   * @param self this server
   * @param others whom to ask; may change
   * @param voters which of them vote
   * @param told what was said, on threads of this object
   * @param back is given a server that answers again, on threads of this object
   */
  Reachability(
      String self,
      Supplier<List<String>> others,
      Supplier<? extends Collection<String>> voters,
      Questions questions,
      Consumer<Told> told,
      Consumer<String> back) {
    this.self = self;
    this.others = others;
    this.voters = voters;
    this.questions = questions;
    this.told = told;
    this.back = back;
  }

  void start() {
    clock.scheduleWithFixedDelay(this::askAll, 0, ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Servers that did not answer when last asked, in order. */
  List<String> missing() {
    return others.get().stream().filter(faults::containsKey).collect(Collectors.toList());
  }

  void close() {
    closed = true;
    clock.shutdownNow();
    askers.shutdownNow();
    questions.close();
    try {
      askers.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void askAll() {
    try {
      askEach();
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed: nobody is asked any more", e);
    }
  }

  private void askEach() {
    Collection<String> voting = voters.get();
    for (String server :
        turns.take(others.get(), voting, voting.contains(self), faults.isEmpty())) {
      // One question at a time: a paused server would collect them.
      if (being.add(server)) {
        askers.execute(() -> ask(server));
      }
    }
  }

  private void ask(String server) {
    try {
      told.accept(questions.ask(server));
      if (faults.remove(server) != null) {
        LOG.info("Server {} answers again", server);
        back.accept(server);
      }
    } catch (IOException | RuntimeException e) {
      if (closed) {
        return;
      }
      boolean handshake = isHandshake(e);
      if (!Objects.equals(faults.put(server, handshake), handshake)) {
        LOG.warn("Server {} does not answer: {}", server, reason(e));
      }
      questions.failed(server, e);
    } finally {
      being.remove(server);
    }
  }

  private static boolean isHandshake(Throwable failure) {
    return chain(failure).anyMatch(SSLException.class::isInstance);
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  /** For people: gRPC says "io exception", and what it was beneath. */
  static String reason(Throwable failure) {
    Throwable deepest = chain(failure).reduce((outer, cause) -> cause).orElse(failure);
    if (isHandshake(failure)) {
      return "the two do not accept each other's certificates ("
          + deepest
          + "): give both the same "
          + SecuritySettings.SECRET_FILE
          + ", or certificates of an authority that both name in "
          + SecuritySettings.TLS_AUTHORITY;
    }
    // The rest of what gRPC says is about its pipeline.
    String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return deepest == failure ? first : first + ": " + deepest;
  }
}
