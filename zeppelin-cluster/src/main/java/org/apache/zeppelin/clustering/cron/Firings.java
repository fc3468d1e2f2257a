// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.DeleteCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.FiringEntry;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.SessionListener;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scheduled notes: every server has every schedule, and each point of a schedule is decided once in
 * the log. The owner of the note runs it; the others wait until it is decided, and ask the owner,
 * or the one who owns the note after it, when it is not.
 *
 * <p>What a server took and had not begun when its session ended is run by the next owner. What it
 * had begun is not run again.
 *
 * <p>Life cycle: new, {@link #start started}, {@link #close closed}. Any thread may call.
 */
public final class Firings implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Firings.class);
  private static final long ASK_MILLIS = 5_000;

  private final Metadata metadata;
  private final Servers servers;
  private final Peers peers;
  private final LocalCron local;
  private final FiringClaims claims;
  private final ScheduleNews news;
  private final Eventually eventually;
  private final long waitMillis;
  private final Map<String, NoteFirings> notes = new ConcurrentHashMap<>();
  private final NoteFirings.Surroundings around = new Around();
  private final ExecutorService executor;
  private final ScheduledExecutorService timer;
  private Watch watch;

  /**
   * @param waitMillis how long the others wait for the owner before they ask it
   */
  public Firings(
      Metadata metadata,
      Servers servers,
      Peers peers,
      NoteOwnership owners,
      LocalCron local,
      Eventually eventually,
      long waitMillis) {
    this.metadata = metadata;
    this.servers = servers;
    this.peers = peers;
    this.local = local;
    this.claims = new FiringClaims(metadata, servers, owners, local);
    this.eventually = eventually;
    this.news = new ScheduleNews(servers.id(), local, eventually);
    this.waitMillis = waitMillis;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        Executors.newCachedThreadPool(r -> daemon(r, "cluster-cron-" + number.incrementAndGet()));
    this.timer = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "cluster-cron-timer"));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Starts to follow the log. Call before this server's session is opened. */
  public void start() {
    watch = metadata.watch(new Follower());
    servers.addListener(
        new SessionListener() {
          @Override
          public void onSessionOpened(String session) {
            soon(Firings.this::findLeft);
          }
        });
  }

  /**
   * A note's schedule has come to a point on this server.
   *
   * @return true when the calling thread is to run the note, and to call {@link #ended} after it
   */
  public boolean comes(String noteId, long scheduledMillis) {
    return of(noteId).comes(scheduledMillis);
  }

  /** The run that {@link #comes} asked for is over, well or not. */
  public void ended(String noteId) {
    of(noteId).ended();
  }

  /**
   * A paragraph of the note is about to be given to an interpreter.
   *
   * @throws IOException when that is part of a firing that another server may run by now
   */
  public void begins(String noteId) throws IOException {
    NoteFirings firings = noteId == null ? null : notes.get(noteId);
    if (firings != null) {
      firings.begins();
    }
  }

  /** Another server asks to decide a firing; returns at once. */
  public void asked(String noteId, long scheduledMillis) {
    of(noteId).add(scheduledMillis);
  }

  /**
   * The note's schedule was changed on this server, which owns it, and saved.
   *
   * @param cron null when it fires no more
   */
  public void scheduleChanged(String noteId, String cron) {
    news.tell(noteId, cron);
  }

  /** The note is removed on this server, which owned it: it fires nowhere any more. */
  public void removed(String noteId) {
    notes.remove(noteId);
    news.tell(noteId, null);
    if (metadata.local().get(Keys.firing(noteId)).isPresent()) {
      eventually.commit(
          Keys.firing(noteId), List.of(Command.remove(new DeleteCommand(Keys.firing(noteId)))));
    }
  }

  private NoteFirings of(String noteId) {
    return notes.computeIfAbsent(noteId, id -> new NoteFirings(id, claims, around));
  }

  private void soon(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("This server stops; a firing is left to others");
    }
  }

  /** What was taken by servers that ended while nobody was there to hear of it. */
  private void findLeft() {
    for (Entry entry : metadata.local().list(Keys.FIRING_PREFIX)) {
      FiringEntry firing = entry.getValue().getFiring();
      if (firing.isSetRunMillis()
          && !firing.isBegun()
          && metadata.local().session(firing.getRunnerSession()).isEmpty()) {
        of(noteId(entry.getKey())).add(firing.getRunMillis());
      }
    }
  }

  private static String noteId(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    timer.shutdownNow();
    executor.shutdownNow();
  }

  private final class Around implements NoteFirings.Surroundings {
    @Override
    public void attendSoon(NoteFirings firings) {
      soon(firings::attend);
    }

    @Override
    public void recheckLater(NoteFirings firings) {
      try {
        timer.schedule(() -> soon(firings::recheck), waitMillis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOGGER.debug("This server stops; a firing is left to others");
      }
    }

    @Override
    public void run(String noteId) {
      local.run(noteId);
    }

    @Override
    public void ask(String server, String noteId, long time) {
      try {
        peers.callIdempotent(
            server,
            ASK_MILLIS,
            client -> {
              client.fire(noteId, time);
              return null;
            });
      } catch (TException e) {
        // It is asked again, or whoever owns the note by then.
        LOGGER.debug("{} could not be asked for the firing of {}", server, noteId, e);
      }
    }
  }

  private final class Follower implements MetadataListener {
    @Override
    public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
      boolean unowned = key.startsWith(Keys.NOTE_PREFIX) && after.isEmpty();
      if (unowned || key.startsWith(Keys.FIRING_PREFIX)) {
        NoteFirings firings = notes.get(noteId(key));
        if (firings != null) {
          firings.changed();
        }
      }
    }

    @Override
    public void sessionExpired(long index, Session session, String reason) {
      for (Entry entry : metadata.local().list(Keys.FIRING_PREFIX)) {
        FiringEntry firing = entry.getValue().getFiring();
        if (firing.isSetRunMillis() && session.getId().equals(firing.getRunnerSession())) {
          if (firing.isBegun()) {
            LOGGER.warn(
                "Server {} ended while it ran note {} for {}; it is not run again for that",
                session.getOwner(),
                noteId(entry.getKey()),
                firing.getRunMillis());
          } else {
            of(noteId(entry.getKey())).add(firing.getRunMillis());
          }
        }
      }
      notes.values().forEach(NoteFirings::changed);
    }

    @Override
    public void published(long index, String topic, byte[] payload) {
      news.heard(topic, payload);
    }

    @Override
    public void skippedTo(long index) {
      soon(local::scheduleAll);
    }
  }
}
