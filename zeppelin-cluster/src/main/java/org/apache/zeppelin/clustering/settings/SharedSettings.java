// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.settings;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.Progress;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps interpreter settings and repositories the same on every server. A change is committed
 * first; then every server does it, the one that was asked too, in the order of the log. So no
 * server has what the cluster has not, and each change is done in one way only.
 *
 * <p>Life cycle: new, {@link #start started}, {@link #close closed}. Any thread may call.
 */
public final class SharedSettings implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(SharedSettings.class);
  private static final long RECHECK_MILLIS = 1_000;

  private final Metadata metadata;
  private final Servers servers;
  private final LocalSettings local;
  private final long waitMillis;
  private final Progress progress;
  private final Object following = new Object();
  private final Map<String, Standing> followed = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> compared = new CompletableFuture<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(SharedSettings::daemon);
  private boolean live;
  private Watch watch;

  /**
   * @param waitMillis longest wait of a user until his change is done on this server
   * @param nanoTicker monotonic, in nanoseconds
   */
  public SharedSettings(
      Metadata metadata,
      Servers servers,
      LocalSettings local,
      long waitMillis,
      LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.servers = servers;
    this.local = local;
    this.waitMillis = waitMillis;
    this.progress = new Progress(nanoTicker);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cluster-settings");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts to follow the log, and to compare with it whenever a session is opened. */
  public void start() {
    watch = metadata.watch(new Follower());
    servers.addListener(
        new SessionListener() {
          @Override
          public void onSessionOpened(String session) {
            compareAgain();
          }
        });
    // One that is open already was opened before anybody listened.
    servers.session().ifPresent(session -> compareAgain());
  }

  /** Tries again what could not be done here, and gives the cluster what only this server has. */
  public void compareAgain() {
    if (!executor.isShutdown()) {
      executor.execute(this::compare);
    }
  }

  private void compare() {
    try {
      Map<String, String> mine = catchUp();
      while (!mine.isEmpty()) {
        for (Map.Entry<String, String> each : mine.entrySet()) {
          contribute(each.getKey(), each.getValue());
        }
        mine = catchUp();
      }
      compared.complete(null);
    } catch (RuntimeException e) {
      LOGGER.info("The interpreter settings cannot be compared yet: {}", e.toString());
      if (!executor.isShutdown()) {
        executor.schedule(this::compare, RECHECK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Does here what was committed, and gives back what this server has besides. */
  private Map<String, String> catchUp() {
    synchronized (following) {
      // What is told meanwhile waits for the lock, and is told apart by its version.
      for (String prefix : new String[] {Keys.REPOSITORY_PREFIX, Keys.SETTING_PREFIX}) {
        Blocking.await(metadata.list(prefix)).forEach(this::follow);
      }
      live = true;
      Map<String, String> mine = new HashMap<>(local.all());
      mine.keySet().removeAll(followed.keySet());
      return mine;
    }
  }

  /** The first server that has it gives it to all; what was removed is known and stays away. */
  private void contribute(String key, String json) {
    Result result =
        Blocking.await(
            metadata.commit(
                SettingCommands.write(servers.requireSession(), key, 0, Optional.of(json))));
    if (result.getCode() == ResultCode.OK) {
      LOGGER.info("The cluster has {} from this server now", key);
    } else if (result.getCode() != ResultCode.CONFLICT) {
      throw new MetadataException(key + " could not be given to the cluster: " + result);
    }
  }

  /**
   * Commits the change of a user and waits until this server has done it.
   *
   * @param json the new state; null to remove it
   * @return the version of the change; empty when there was nothing to do
   * @throws IOException when it was refused, or is committed and could not be done here
   */
  public OptionalLong change(Change change, String key, String json) throws IOException {
    try {
      servers.requireSession(waitMillis);
      awaitCompared();
      OptionalLong version = commit(change, key, Optional.ofNullable(json));
      if (version.isPresent()) {
        awaitDone(key, version.getAsLong());
      }
      return version;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + subject(key) + " was changed", e);
    } catch (MetadataException e) {
      throw new IOException(subject(key) + " cannot be changed now: " + e.getMessage(), e);
    }
  }

  private void awaitCompared() throws IOException, InterruptedException {
    try {
      compared.get(waitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException(
          "This server does not know the cluster's interpreter settings yet; try again in a moment",
          e);
    }
  }

  private OptionalLong commit(Change change, String key, Optional<String> json) throws IOException {
    Standing present = followed.getOrDefault(key, Standing.NOTHING);
    while (true) {
      OptionalLong departure = change.departure(subject(key), present);
      if (departure.isEmpty()) {
        return departure;
      }
      Result result =
          Blocking.await(
              metadata.commit(
                  SettingCommands.write(
                      servers.requireSession(), key, departure.getAsLong(), json)));
      switch (result.getCode()) {
        case OK:
          return OptionalLong.of(result.getIndex());
        case CONFLICT:
          change.overtaken(subject(key));
          present = Standing.of(result.getCurrent());
          break;
        default:
          throw new IOException(
              subject(key)
                  + " cannot be changed now: "
                  + (result.isSetMessage() ? result.getMessage() : result.getCode()));
      }
    }
  }

  private void awaitDone(String key, long version) throws IOException, InterruptedException {
    if (!progress.await(version, waitMillis)) {
      throw new IOException(
          subject(key) + " is changed in the cluster; this server has not caught up with it yet");
    }
    Optional<String> failure = followed.getOrDefault(key, Standing.NOTHING).failure();
    if (failure.isPresent()) {
      throw new IOException(
          subject(key) + " is changed in the cluster, but not on this server: " + failure.get());
    }
  }

  /**
   * The version of what this server has under the key; 0 when it knows of none.
   *
   * @param index the answer is not older than the log up to this index; 0 does not wait
   * @throws IOException when this server does not get there in time
   */
  public long version(String key, long index) throws IOException {
    try {
      awaitCompared();
      if (!progress.await(index, waitMillis)) {
        throw new IOException("This server has not caught up with the cluster's settings");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted before the settings of the cluster were known", e);
    }
    return followed.getOrDefault(key, Standing.NOTHING).version();
  }

  private static String subject(String key) {
    boolean repository = key.startsWith(Keys.REPOSITORY_PREFIX);
    return (repository ? "Repository " : "Interpreter ") + key.substring(key.indexOf('/') + 1);
  }

  /** Does it here unless it is done. The caller holds the lock. */
  private void follow(Entry entry) {
    String key = entry.getKey();
    Standing before = followed.get(key);
    if (before != null && before.version() >= entry.getVersion() && before.failure().isEmpty()) {
      return;
    }
    Optional<String> json = SettingCommands.json(entry);
    String failure = "";
    try {
      // What this server had from its file is as good; a change is one even if it changes nothing.
      if (before != null || !local.has(key, json)) {
        local.apply(key, json, entry.getVersion());
      }
    } catch (IOException | RuntimeException e) {
      failure = e.getMessage() == null ? e.toString() : e.getMessage();
      LOGGER.warn("{} cannot be made the same as in the cluster here", subject(key), e);
    }
    followed.put(key, new Standing(entry.getVersion(), json.isPresent(), failure));
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    executor.shutdownNow();
  }

  /** Does what the log says, in its order. */
  private final class Follower implements MetadataListener {
    @Override
    public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
      if (SettingCommands.concerns(key)) {
        synchronized (following) {
          // Before the first comparison an old log may be read again: only its end counts.
          if (live) {
            after.ifPresent(SharedSettings.this::follow);
          }
        }
      }
      progress.reached(index);
    }

    @Override
    public void published(long index, String topic, byte[] payload) {
      progress.reached(index);
    }

    @Override
    public void skippedTo(long index) {
      progress.reached(index);
    }
  }
}
