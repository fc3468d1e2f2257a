// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zeppelin.clustering.access.CredentialFollower;
import org.apache.zeppelin.clustering.access.PermissionFollower;
import org.apache.zeppelin.clustering.access.Permissions;
import org.apache.zeppelin.clustering.access.SharedCredentials;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.notes.NoteOwners;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.notebook.NoteManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Permissions and credentials of this member, put together. */
@TouchesZeppelin("put the module together from what Zeppelin has made")
final class Access implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Access.class);
  private static final long SHOW_AGAIN_MILLIS = 500;

  private final NoteManager notes;
  private final ZeppelinPermissions ownPermissions;
  private final Permissions permissions;
  private final PermissionGateway permissionGateway;
  private final PermissionFollower permissionFollower;
  private final CredentialGateway credentialGateway;
  private final CredentialFollower credentialFollower;
  private final boolean sharesCredentials;
  private final Runnable show;
  private final AtomicBoolean toShow = new AtomicBoolean();
  private final ScheduledExecutorService showing;

  /**
   * @param show shows the list of notes as it is now to this server's browsers; may block
   */
  Access(Services services, NoteOwners owners, NoteManager notes, AccessDoor door, Runnable show) {
    ZeppelinConfiguration configuration = services.settings().zeppelin();
    this.notes = notes;
    this.ownPermissions = door.permissions();
    this.show = show;
    this.permissions =
        new Permissions(
            services.metadata(), services.servers(), owners, services.retries()::submit);
    this.permissionGateway = new PermissionGateway(permissions, notes, configuration);
    this.permissionFollower = new PermissionFollower(services.metadata(), ownPermissions);
    SharedCredentials shared =
        new SharedCredentials(
            services.metadata(),
            services.servers(),
            new ZeppelinSeal(ZeppelinCipher.of(configuration.getCredentialsEncryptKey())));
    this.credentialGateway = new CredentialGateway(shared);
    this.credentialFollower =
        new CredentialFollower(services.metadata(), services.servers(), shared, door.credentials());
    // Who wants them on no disk does not want them in the log either.
    this.sharesCredentials = configuration.credentialsPersist();
    this.showing =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "cluster-note-list");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Call before this server's session is opened. */
  void start() {
    ownPermissions.shows(this::showNotes);
    permissionFollower.start();
    if (sharesCredentials) {
      credentialFollower.start();
    } else {
      LOGGER.warn(
          "zeppelin.credentials.persist is false: each server keeps the credentials that its users"
              + " gave to it, and no other knows them");
    }
  }

  /** Shows the list of notes soon, once for all that changed by then. Does not block. */
  void showNotes() {
    showNotes(0);
  }

  /** This server could not know who may see which note: its browsers wait for a list. */
  void showNotesLater() {
    showNotes(SHOW_AGAIN_MILLIS);
  }

  private void showNotes(long delayMillis) {
    if (!toShow.getAndSet(true)) {
      try {
        showing.schedule(
            () -> {
              toShow.set(false);
              try {
                show.run();
              } catch (RuntimeException e) {
                LOGGER.warn("The list of notes could not be shown", e);
                showNotesLater();
              }
            },
            delayMillis,
            TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOGGER.debug("This server stops; the list of notes is not shown any more");
      }
    }
  }

  /**
   * Says the first word on notes of which nothing is committed: they were there before the cluster.
   * Call it while this server has the right to change the tree of notes.
   *
   * @throws IOException when it could not be committed
   */
  void adopt() throws IOException {
    permissions.adopt(notes.getNotesInfo().keySet(), ownPermissions::before);
  }

  Permissions permissions() {
    return permissions;
  }

  PermissionGateway gateway() {
    return permissionGateway;
  }

  /** Null when each server keeps its own. */
  CredentialGateway credentials() {
    return sharesCredentials ? credentialGateway : null;
  }

  @Override
  public void close() {
    permissionFollower.close();
    credentialFollower.close();
    showing.shutdownNow();
  }
}
