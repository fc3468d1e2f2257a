// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this server's Zeppelin follow what is committed of permissions. What it has may be behind.
 *
 * <p>Life cycle: new, {@link #start started}, {@link #close closed}.
 */
public final class PermissionFollower implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(PermissionFollower.class);
  private static final long PAUSE_MILLIS = 200;

  private final Metadata metadata;
  private final LocalPermissions local;
  private final ScheduledExecutorService executor;
  private boolean ending;
  private Watch watch;

  public PermissionFollower(Metadata metadata, LocalPermissions local) {
    this.metadata = metadata;
    this.local = local;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "cluster-permissions");
              thread.setDaemon(true);
              return thread;
            });
  }

  public void start() {
    watch =
        metadata.watch(
            new MetadataListener() {
              @Override
              public void changed(
                  long index, String key, Optional<Entry> before, Optional<Entry> after) {
                follow(key);
              }
            });
    watch.start().list(Keys.PERMISSION_PREFIX).forEach(entry -> follow(entry.getKey()));
  }

  /** What is committed is read when its turn comes, so that turns need no order. */
  private void follow(String key) {
    if (key.startsWith(Keys.PERMISSION_PREFIX) && !executor.isShutdown()) {
      executor.execute(() -> followNow(key));
    }
  }

  private void followNow(String key) {
    try {
      local.follow(
          key.substring(Keys.PERMISSION_PREFIX.length()),
          metadata.local().get(key).map(e -> Permission.of(e.getValue().getPermission())));
      if (!ending) {
        ending = true;
        executor.schedule(this::followed, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (RuntimeException e) {
      LOGGER.warn("This server's Zeppelin could not follow {}", key, e);
    }
  }

  /** Many changes at once are followed by one file. */
  private void followed() {
    ending = false;
    try {
      local.followed();
    } catch (RuntimeException e) {
      LOGGER.warn("This server's Zeppelin could not keep its permissions", e);
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    executor.shutdownNow();
  }
}
