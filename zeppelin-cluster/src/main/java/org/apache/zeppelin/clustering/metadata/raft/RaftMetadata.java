// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.LeaderDuties;
import org.apache.zeppelin.clustering.metadata.LeaderReply;
import org.apache.zeppelin.clustering.metadata.Members;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.MetadataStatus;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.security.ClusterTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicated map over Apache Ratis: one Raft server in this JVM, in a group with the others.
 *
 * <p>New, then {@link #start started} once, then {@link #close closed} for good. Before the start,
 * {@link #local}, {@link #watch} and {@link #status} work already.
 */
public final class RaftMetadata implements Metadata {

  private static final Logger LOG = LoggerFactory.getLogger(RaftMetadata.class);

  /** More than a snapshot takes to come; then the leader is not going to send it. */
  private static final long STUCK_NANOS = 15_000_000_000L;

  private static final int CALLBACK_THREADS = 4;
  private static final long STEP_DOWN_MILLIS = 2_000;

  /** Some commits under load; a reader who needs one sooner asks. */
  private static final long COMMITS_MILLIS = 5;

  private enum Life {
    NEW,
    STARTED,
    CLOSED
  }

  private final MetadataSettings settings;
  private final LongSupplier nanoTicker;
  private final LongSupplier wallClockMillis;
  private final RaftNode node;
  private final Roster roster;
  private final RaftChannels channels;
  private final Admission admission;
  private final RaftClientRpc rpc;
  private final Questions questions;
  private final Belonging belonging;
  private final CatchUp catchUp = new CatchUp(STUCK_NANOS);
  private final MemberChanges changes;
  private final Reachability reachability;
  private final ExecutorService callbacks = Threads.pool("metadata-callback", CALLBACK_THREADS);
  private final ExecutorService answering = Threads.pool("metadata-answer", CALLBACK_THREADS);
  private final ScheduledExecutorService clock = Threads.scheduler("metadata-clock");
  private final Feed feed = new Feed(callbacks);
  private final Router router;
  private final LeaderReplacement replacement;
  private final Writes writes;
  private final Reads reads;
  private final LeaderQuestions leaderQuestions;
  private final CommitNews news;
  private Life life = Life.NEW;
  private volatile LeaderRole role;
  private volatile LeaderAnswers answers;

  /** With the machine's clocks. Opens nothing yet. */
  public RaftMetadata(MetadataSettings settings) {
    this(settings, Optional.empty());
  }

  /**
   * @param tls how servers know one another; empty when they do not. Not closed by this
   */
  public RaftMetadata(MetadataSettings settings, Optional<ClusterTls> tls) {
    this(settings, tls, System::nanoTime, System::currentTimeMillis);
  }

  /**
   * @param tls how servers know one another; empty when they do not
   * @param nanoTicker monotonic, for timeouts
   * @param wallClockMillis stamped into what this server commits as leader, for people to read
   */
  public RaftMetadata(
      MetadataSettings settings,
      Optional<ClusterTls> tls,
      LongSupplier nanoTicker,
      LongSupplier wallClockMillis) {
    this.settings = settings;
    this.nanoTicker = nanoTicker;
    channels = new RaftChannels(settings, tls);
    this.wallClockMillis = wallClockMillis;
    node = new RaftNode(settings);
    roster = new Roster(settings, node::configuration);
    admission = new Admission(roster);
    RaftGroupId group = RaftOptions.groupId(settings.clusterName());
    rpc = channels.client(roster.members());
    questions = new Questions(group, channels.client(roster.members()));
    // Not on the thread of a question, of which the close waits.
    belonging = new Belonging(settings, roster, node::term, () -> callbacks.execute(node::close));
    reachability =
        new Reachability(
            settings.serverId(),
            roster::others,
            () -> roster.members().voters(),
            questions,
            this::told,
            node::connectAgain);
    changes =
        new MemberChanges(
            settings,
            channels,
            group,
            roster,
            node,
            server -> !reachability.missing().contains(server),
            () -> Blocking.await(commit(List.of())),
            nanoTicker);
    router =
        new Router(
            settings,
            roster,
            belonging::gone,
            group,
            node,
            rpc,
            nanoTicker,
            reachability::missing,
            callbacks,
            clock);
    writes = new Writes(settings, router, clock);
    reads = new Reads(settings, node, roster, router, feed, clock);
    leaderQuestions =
        new LeaderQuestions(
            router, reads, () -> Optional.ofNullable(answers).filter(LeaderAnswers::leads));
    news =
        new CommitNews(
            clock,
            () -> node.leadingTerm() != LeaderRole.NOT_LEADING,
            roster::others,
            server -> node.appenders().tellIfItHas(server, node.committed()),
            COMMITS_MILLIS);
    replacement = new LeaderReplacement(settings, node, roster, router, reachability);
  }

  /**
   * Starts the server; returns when it runs, not when there is a leader, nor when it is a member:
   * see {@link #awaitMember}. After a failure only {@link #close} is left to do.
   *
   * @param duties what this server does while it leads
   * @throws MetadataException in one sentence: what is in the way and what to do
   */
  public synchronized void start(LeaderDuties duties) {
    if (life != Life.NEW) {
      throw new IllegalStateException("The metadata is " + life + " and cannot start");
    }
    life = Life.STARTED;
    boolean former = node.former();
    boolean join =
        belonging.joins(
            former, questions.askPatiently(roster.others(), settings.attemptTimeoutMillis()));
    role = new LeaderRole(duties, node::leadingTerm);
    answers = new LeaderAnswers(answering, role, reads::confirm, feed::reached);
    node.start(
        new ReplicatedMachine(
            feed,
            new SnapshotStore(),
            answers,
            roster::members,
            node::term,
            wallClockMillis,
            new Hearing()),
        join,
        channels.serving(admission::admits, nanoTicker));
    role.start();
    reachability.start();
    LOG.info("Metadata of {} started, members {}", settings.serverId(), roster.members());
  }

  /**
   * Waits until this server belongs to the cluster, however long that takes.
   *
   * @param told called now and then with a sentence for people, while it does not
   */
  public void awaitMember(Consumer<String> told) throws InterruptedException {
    belonging.await(told);
  }

  private void told(Told told) {
    replacement.answered(told.by());
    admission.told(told);
    belonging.told(told);
    boolean stuck;
    synchronized (catchUp) {
      stuck = catchUp.stuck(nanoTicker.getAsLong(), node.applied(), told);
    }
    if (stuck && belonging.gone().isEmpty()) {
      try {
        callbacks.execute(() -> changes.relieve(told));
      } catch (RejectedExecutionException e) {
        LOG.debug("Closed: nothing is lacked any more", e);
      }
    }
  }

  /** Is that the certificate of a member, whose calls are to be served? */
  public boolean admits(X509Certificate peer) {
    return admission.admits(peer);
  }

  /** Why this server belongs to the cluster no more; empty while it does, or waits to. */
  public Optional<String> problem() {
    return belonging.gone();
  }

  /** Who belongs to the cluster, and changes of that. */
  public Members members() {
    return changes;
  }

  /** Has another server lead, if this one does, before it is closed; waits a moment for it. */
  public void stepDown() {
    if (status().leading()) {
      changes.stepDown(STEP_DOWN_MILLIS);
    }
  }

  /** Called on threads of Ratis, which must not wait. */
  private final class Hearing implements ReplicatedMachine.Notices {
    @Override
    public void leadershipMayHaveMoved() {
      role.notice();
      replacement.moved();
      try {
        callbacks.execute(router::leaderMoved);
      } catch (RejectedExecutionException e) {
        LOG.debug("Closed: nobody waits for a leader", e);
      }
    }

    @Override
    public void applied() {
      news.committed();
    }
  }

  @Override
  public String serverId() {
    return settings.serverId();
  }

  @Override
  public CompletableFuture<Optional<Entry>> get(String key) {
    return plain(reads.current().thenApply(state -> state.get(key)));
  }

  @Override
  public CompletableFuture<List<Entry>> list(String prefix) {
    return plain(reads.current().thenApply(state -> state.list(prefix)));
  }

  @Override
  public CompletableFuture<Result> commit(List<Command> commands) {
    return plain(writes.commit(commands));
  }

  /**
   * Commits under an id of the caller's, who may repeat the call with the same commands after it
   * failed: they apply once.
   */
  public CompletableFuture<Result> commit(RequestId id, List<Command> commands) {
    return plain(writes.commit(id, commands));
  }

  @Override
  public CompletableFuture<byte[]> askLeader(String topic, byte[] payload) {
    return plain(leaderQuestions.ask(topic, payload));
  }

  @Override
  public CompletableFuture<byte[]> askLeaderPatiently(String topic, byte[] payload) {
    return plain(leaderQuestions.askPatiently(topic, payload));
  }

  @Override
  public CompletableFuture<LeaderReply> askLeaderAndRead(String topic, byte[] payload) {
    return plain(leaderQuestions.askAndRead(topic, payload));
  }

  @Override
  public MetadataView local() {
    return feed.state();
  }

  @Override
  public CompletableFuture<MetadataView> applied(long index) {
    return plain(reads.applied(index).thenApply(state -> state));
  }

  @Override
  public Watch watch(MetadataListener listener) {
    return feed.watch(listener);
  }

  @Override
  public MetadataStatus status() {
    LeaderRole current = role;
    boolean leading = current != null && current.started();
    return new MetadataStatus(
        Optional.ofNullable(node.leader()).map(roster::name),
        node.term(),
        leading,
        roster.members(),
        reachability.missing());
  }

  /** Fails with our exception itself, not with one of the wrappers that stages put around it. */
  private <T> CompletableFuture<T> plain(CompletableFuture<T> stage) {
    CompletableFuture<T> plain = new CompletableFuture<>();
    stage.whenComplete(
        (value, failure) -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause == null) {
            plain.complete(value);
          } else if (cause instanceof TimeoutException) {
            plain.completeExceptionally(
                router.unavailable("this server did not catch up with the log", cause));
          } else if (cause instanceof MetadataException) {
            plain.completeExceptionally(cause);
          } else {
            plain.completeExceptionally(
                new MetadataException("The metadata failed: " + cause, cause));
          }
        });
    return plain;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (life == Life.CLOSED) {
        return;
      }
      life = Life.CLOSED;
    }
    if (role != null) {
      role.close();
    }
    reachability.close();
    replacement.close();
    node.close();
    feed.close();
    clock.shutdownNow();
    writes.close();
    router.close();
    callbacks.shutdown();
    answering.shutdown();
    try {
      rpc.close();
    } catch (IOException e) {
      LOG.debug("While closing connections to the other servers", e);
    }
    LOG.info("Metadata of {} closed", settings.serverId());
  }
}
