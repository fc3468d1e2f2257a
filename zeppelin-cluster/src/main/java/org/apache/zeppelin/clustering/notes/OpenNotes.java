// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.apache.zeppelin.clustering.rpc.NoteCalls;
import org.apache.zeppelin.clustering.rpc.wire.RestAnswer;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes that are open somewhere in the cluster. Each is used by its owner alone; the other servers
 * pass on what their users do and what these see.
 *
 * <p>Life cycle: new, {@link #start started}, {@link #close closed}. Any thread may call.
 */
public final class OpenNotes implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(OpenNotes.class);
  private static final long IDLE_CHECKS = 10;
  private static final long NOTICE_AFTER_MILLIS = 1_000;

  private final Metadata metadata;
  private final LocalNotes notes;
  private final LongSupplier nanoTicker;
  private final NoteOwners owners;
  private final NoteUses uses;
  private final NoteMoves moves;
  private final BrowserForwarder browsers;
  private final RestForwarder rest;
  private final Reopener reopener;
  private final AbandonedNotes abandoned;
  private final StandIns standIns;
  private final NoteRpc rpc;
  private final IdleNotes idle;
  private final NoteSettings settings;
  private final ExecutorService executor;
  private final ScheduledExecutorService timer;
  private volatile boolean leaving;
  private Watch watch;
  private Watch abandonedWatch;

  /**
   * @param standInFactory makes what stands in for other servers' browsers
   * @param restHandler has a REST call handled by this server's Zeppelin
   * @param nanoTicker monotonic nanoseconds
   */
  public OpenNotes(
      Metadata metadata,
      Servers servers,
      Peers peers,
      LocalNotes notes,
      StandIn.Factory standInFactory,
      Function<RestCall, RestAnswer> restHandler,
      Eventually eventually,
      NoteSettings settings,
      String release,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.notes = notes;
    this.nanoTicker = nanoTicker;
    this.settings = settings;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        Executors.newCachedThreadPool(
            r -> daemon(r, "cluster-open-notes-" + number.incrementAndGet()));
    this.timer =
        Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "cluster-open-notes-timer"));
    this.owners =
        new NoteOwners(
            metadata,
            servers,
            notes,
            eventually,
            this::soon,
            new NoteTakers(metadata, servers.id(), peers, settings.callMillis()),
            () -> leaving || servers.drain().isPresent());
    this.uses = new NoteUses(nanoTicker);
    this.moves = new NoteMoves(owners, uses, notes, settings.handlingMillis(), nanoTicker);
    Views views = new Views();
    OwnerCalls calls = new OwnerCalls(owners, uses, peers, settings, nanoTicker);
    this.browsers = new BrowserForwarder(servers, peers, calls, views, executor, settings, release);
    this.rest = new RestForwarder(calls, peers, settings, release);
    this.reopener =
        new Reopener(servers.id(), servers::session, owners, notes, views, executor, timer);
    this.abandoned =
        new AbandonedNotes(
            servers.id(),
            owners,
            notes,
            () -> peers.others(servers.id()),
            peers::sessionOpen,
            executor,
            timer);
    servers.addListener(
        new SessionListener() {
          @Override
          public void onSessionOpened(String session) {
            reopener.renewed(session);
          }
        });
    servers.addListener(
        new CutOffNotice(
            text -> soon(() -> notes.warn(text)),
            text ->
                soon(
                    () -> {
                      notes.tell(text);
                      reopener.doubtful();
                    }),
            servers::problem,
            this::later));
    this.standIns = new StandIns(servers.id(), metadata, peers, standInFactory, executor, settings);
    this.rpc =
        new NoteRpc(
            servers.id(),
            release,
            owners,
            uses,
            standIns,
            new BrowserInbox(views),
            reopener,
            new RestCalls(servers.id(), restHandler, executor, settings.handlingMillis()));
    this.idle = new IdleNotes(settings.idleMillis());
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void soon(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("This server stops; nobody is told");
    }
  }

  private void later(Runnable work) {
    try {
      timer.schedule(work, NOTICE_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("This server stops; nobody is told");
    }
  }

  /** Starts to follow the log. Call before this server's session is opened. */
  public void start() {
    owners.addListener(reopener::moved);
    owners.start();
    watch =
        metadata.watch(
            new MetadataListener() {
              @Override
              public void sessionExpired(long index, Session session, String reason) {
                standIns.sessionEnded(session.getId());
              }
            });
    abandonedWatch = metadata.watch(abandoned);
    long checkMillis = Math.max(1, settings.idleMillis() / IDLE_CHECKS);
    timer.scheduleWithFixedDelay(
        this::releaseIdle, checkMillis, checkMillis, TimeUnit.MILLISECONDS);
  }

  private void releaseIdle() {
    try {
      long nowMillis = TimeUnit.NANOSECONDS.toMillis(nanoTicker.getAsLong());
      idle.toRelease(owners.owned(), notes::quiet, nowMillis).forEach(owners::releaseIdle);
    } catch (RuntimeException e) {
      // It would end the checks for good.
      LOGGER.warn("Idle notes could not be looked for", e);
    }
  }

  /** This server's list of notes has changed. Does not block. */
  public void listChanged() {
    soon(owners::releaseGone);
  }

  /**
   * Gives away what other servers can own as well; they claim it when they need it. Blocks.
   *
   * @param all also the notes in which something runs
   * @return how many notes this server still has
   */
  public int giveAway(boolean all) {
    return moves.giveAway(all).size();
  }

  /** This server is about to stop: gives all notes back and takes no more. Blocks for a moment. */
  public void leave() {
    leaving = true;
    moves.leave(settings.handlingMillis());
  }

  /** What other servers may call. */
  public NoteCalls rpc() {
    return rpc;
  }

  /** Who may change a note. */
  public NoteOwners owners() {
    return owners;
  }

  /**
   * Has a browser's message handled by the owner of the note that it is about.
   *
   * @return false when that is this server, whose Zeppelin shall handle it on the calling thread,
   *     before that calls {@link #handled}
   * @throws IOException when it was not handled, with the reason for the user
   */
  public boolean forward(LocalBrowser browser, BrowserCall call) throws IOException {
    uses.exitAll();
    return browsers.forward(browser, call);
  }

  /**
   * Zeppelin has handled a browser's message here.
   *
   * @param left asked only if it matters: true when the browser does not look at another server's
   *     note any more
   */
  public void handledHere(LocalBrowser browser, BooleanSupplier left) {
    browsers.handledHere(browser, left);
  }

  /** The browser has closed its connection. */
  public void left(LocalBrowser browser) {
    browsers.left(browser);
  }

  /**
   * Has a REST call handled by the owner of its note; waits for the answer.
   *
   * @return empty when that is this server, whose Zeppelin shall handle it on the calling thread,
   *     before that calls {@link #handled}
   * @throws IOException when it was not handled, with the reason for the user
   */
  public Optional<RestAnswer> forward(RestCall call) throws IOException {
    uses.exitAll();
    return rest.forward(call);
  }

  /**
   * Takes a note that this server has just made, before it is in the storage; its maker keeps it
   * until the calling thread has {@link #handled} what it does.
   *
   * @throws IOException when this server cannot own anything now, with the reason for the user
   */
  public void created(String noteId) throws IOException {
    uses.enterAsThread(noteId);
    owners.created(noteId);
  }

  /** The calling thread has done what a user asked for, or could not. */
  public void handled() {
    uses.exitAll();
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
      abandonedWatch.close();
    }
    owners.close();
    timer.shutdownNow();
    executor.shutdownNow();
  }
}
