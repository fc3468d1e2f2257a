// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.servers.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the cluster take over what this server's Zeppelin had of credentials when it started, and has
 * this Zeppelin follow what is committed. What it has may be behind.
 *
 * <p>Life cycle: new, {@link #start started} before this server's session is opened, {@link #close
 * closed}.
 */
public final class CredentialFollower implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(CredentialFollower.class);
  private static final long RETRY_MILLIS = 1_000;

  private final Metadata metadata;
  private final Servers servers;
  private final SharedCredentials shared;
  private final LocalCredentials local;
  private final ScheduledExecutorService executor;
  private boolean adopted;
  private Watch watch;

  public CredentialFollower(
      Metadata metadata, Servers servers, SharedCredentials shared, LocalCredentials local) {
    this.metadata = metadata;
    this.servers = servers;
    this.shared = shared;
    this.local = local;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "cluster-credentials");
              thread.setDaemon(true);
              return thread;
            });
  }

  public void start() {
    servers.addListener(
        new SessionListener() {
          @Override
          public void onSessionOpened(String session) {
            executor.execute(CredentialFollower.this::adopt);
          }
        });
    watch =
        metadata.watch(
            new MetadataListener() {
              @Override
              public void changed(
                  long index, String key, Optional<Entry> before, Optional<Entry> after) {
                follow(key);
              }
            });
    watch.start().list(Keys.CREDENTIAL_PREFIX).forEach(entry -> follow(entry.getKey()));
  }

  private void adopt() {
    if (adopted) {
      return;
    }
    try {
      for (Map.Entry<String, Map<String, String>> each : local.before().entrySet()) {
        shared.adopt(each.getKey(), each.getValue());
      }
      adopted = true;
    } catch (IOException | RuntimeException e) {
      LOGGER.info("Credentials cannot be taken over yet: {}", e.toString());
      if (!executor.isShutdown()) {
        executor.schedule(this::adopt, RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** What is committed is read when its turn comes, so that turns need no order. */
  private void follow(String key) {
    if (key.startsWith(Keys.CREDENTIAL_PREFIX) && !executor.isShutdown()) {
      executor.execute(() -> followNow(key.substring(Keys.CREDENTIAL_PREFIX.length())));
    }
  }

  private void followNow(String user) {
    try {
      local.follow(user, shared.local(user));
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("This server's Zeppelin could not follow the credentials of {}", user, e);
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
