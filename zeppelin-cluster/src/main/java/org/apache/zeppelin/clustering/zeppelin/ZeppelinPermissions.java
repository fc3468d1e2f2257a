// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.zeppelin.clustering.access.LocalPermissions;
import org.apache.zeppelin.clustering.access.Permission;
import org.apache.zeppelin.clustering.access.Permission.Kind;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.notebook.AuthorizationService;
import org.apache.zeppelin.notebook.NoteAuth;
import org.apache.zeppelin.user.AuthenticationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Zeppelin itself has of permissions: what it began with, and what it is told since. */
@TouchesZeppelin("keep Zeppelin's own permissions as they are committed")
final class ZeppelinPermissions implements LocalPermissions {

  private static final Logger LOGGER = LoggerFactory.getLogger(ZeppelinPermissions.class);

  private final ZeppelinRelease zeppelin;
  private final ThreadLocal<Boolean> following = ThreadLocal.withInitial(() -> false);
  private volatile AuthorizationService service;
  private volatile Map<String, Permission> before = Map.of();
  private volatile Runnable shown = () -> {};

  ZeppelinPermissions(ZeppelinRelease zeppelin) {
    this.zeppelin = zeppelin;
  }

  /** Zeppelin has read its file. */
  void loaded(AuthorizationService made, Map<String, NoteAuth> permissions) {
    Map<String, Permission> copy = new HashMap<>();
    permissions.forEach(
        (noteId, auth) ->
            copy.put(
                noteId,
                Permission.PUBLIC
                    .with(Kind.OWNERS, auth.getOwners())
                    .with(Kind.READERS, auth.getReaders())
                    .with(Kind.WRITERS, auth.getWriters())
                    .with(Kind.RUNNERS, auth.getRunners())));
    before = copy;
    service = made;
  }

  /** What Zeppelin's file said of the note; everybody may use a note of which it said nothing. */
  Permission before(String noteId) {
    return before.getOrDefault(noteId, Permission.PUBLIC);
  }

  /** True while the calling thread tells Zeppelin what is committed. */
  boolean following() {
    return following.get();
  }

  /**
   * @param show shows the list of notes anew to this server's browsers; must return soon
   */
  void shows(Runnable show) {
    shown = show;
  }

  @Override
  public void follow(String noteId, Optional<Permission> permission) {
    following.set(true);
    try {
      if (permission.isPresent()) {
        service.createNoteAuth(noteId, AuthenticationInfo.ANONYMOUS);
        service.setOwners(noteId, permission.get().names(Kind.OWNERS), false);
        service.setReaders(noteId, permission.get().names(Kind.READERS), false);
        service.setWriters(noteId, permission.get().names(Kind.WRITERS), false);
        service.setRunners(noteId, permission.get().names(Kind.RUNNERS), false);
      } else {
        service.removeNoteAuth(noteId);
      }
    } catch (IOException e) {
      LOGGER.warn("Zeppelin did not take the permissions of note {}", noteId, e);
    } finally {
      following.remove();
    }
  }

  @Override
  public void followed() {
    following.set(true);
    try {
      zeppelin.save(service);
    } catch (IOException e) {
      LOGGER.warn("Zeppelin's file of permissions was not written", e);
    } finally {
      following.remove();
    }
    shown.run();
  }
}
