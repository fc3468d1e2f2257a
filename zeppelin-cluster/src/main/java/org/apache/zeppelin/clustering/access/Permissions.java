// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.notes.NoteOwners;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what with which note: what is committed, and never a copy of it that may be behind.
 * Whoever decides either owns the note, and has seen all that was committed before; or has, since
 * the call began, read how far the log has come; or reads so now. Who cannot, denies.
 *
 * <p>Any thread may call; calls block for as long as the metadata takes.
 */
public final class Permissions {

  private static final Logger LOGGER = LoggerFactory.getLogger(Permissions.class);
  private static final int BATCH = 200;
  private static final long FIRST_SESSION_MILLIS = 4_000;

  private final Metadata metadata;
  private final Servers servers;
  private final NoteOwners owners;
  private final Eventually eventually;
  private final ThreadLocal<Listing> listing = new ThreadLocal<>();

  public Permissions(Metadata metadata, Servers servers, NoteOwners owners, Eventually eventually) {
    this.metadata = metadata;
    this.servers = servers;
    this.owners = owners;
    this.eventually = eventually;
  }

  /**
   * Who may use the note.
   *
   * @return empty when nothing is committed of it; a denial when this server cannot know
   */
  public Optional<Permission> of(String noteId) {
    Listing all = listing.get();
    try {
      if (all != null) {
        return all.of(noteId);
      }
      String key = Keys.permission(noteId);
      servers.requireSession(FIRST_SESSION_MILLIS);
      // In this order: what was committed before others could own it is in what is read after.
      boolean mine = owners.owns(noteId);
      return read(mine ? metadata.local().get(key) : Blocking.await(metadata.get(key)));
    } catch (MetadataException e) {
      return Optional.of(
          Permission.denied(
              "this server does not know who may use the note now: " + e.getMessage()));
    }
  }

  private static Optional<Permission> read(Optional<Entry> entry) {
    return entry.map(e -> Permission.of(e.getValue().getPermission()));
  }

  /**
   * Until {@link #endListing} the calling thread asks for many notes, of which it shall see what
   * was committed by now. Calls may be nested.
   *
   * @throws IOException when this server cannot know, with the reason for the user
   */
  public void beginListing() throws IOException {
    beginListingLater();
    try {
      listing.get().look();
    } catch (MetadataException e) {
      endListing();
      throw new IOException(
          "The notes cannot be listed now, as this server does not know who may see them: "
              + e.getMessage(),
          e);
    }
  }

  /** The same, but looks when it is first asked; what cannot be known then is denied. */
  public void beginListingLater() {
    if (listing.get() == null) {
      listing.set(new Listing());
    }
    listing.get().depth++;
  }

  public void endListing() {
    if (--listing.get().depth == 0) {
      listing.remove();
    }
  }

  /**
   * The first word on a note that this server has just made, before others see it.
   *
   * @throws IOException when it could not be said, with the reason for the user
   */
  public void first(String noteId, Permission permission) throws IOException {
    write(noteId, present -> permission);
  }

  /**
   * Changes who may use a note, as one step.
   *
   * @param change given what is committed; may be called again with what another has committed
   * @throws IOException when it could not be done, with the reason for the user
   */
  public void change(String noteId, UnaryOperator<Permission> change) throws IOException {
    write(
        noteId,
        present -> {
          if (present.isEmpty()) {
            throw new IOException("Nothing is known of who may use note " + noteId);
          }
          return change.apply(present.get());
        });
  }

  private void write(String noteId, Change change) throws IOException {
    owners.whileOwned(noteId, () -> writeOwned(noteId, change));
  }

  private void writeOwned(String noteId, Change change) throws IOException {
    String session = session();
    try {
      Optional<Entry> entry = metadata.local().get(Keys.permission(noteId));
      while (true) {
        Optional<Permission> present = read(entry);
        Permission wanted = change.from(present);
        if (present.filter(wanted::equals).isPresent()) {
          return;
        }
        long version = entry.map(Entry::getVersion).orElse(0L);
        Result result =
            Blocking.await(
                metadata.commit(AccessCommands.permission(session, noteId, version, wanted)));
        if (result.getCode() == ResultCode.OK) {
          Blocking.await(metadata.applied(result.getIndex()));
          LOGGER.info("Note {} may be used by {}", noteId, wanted);
          return;
        }
        if (result.getCode() != ResultCode.CONFLICT) {
          throw unchanged(result.getMessage());
        }
        entry = Optional.ofNullable(result.getCurrent());
      }
    } catch (MetadataUnavailableException e) {
      throw new IOException(
          "Whether it was changed who may use the note is not certain, look again: "
              + e.getMessage(),
          e);
    } catch (MetadataException e) {
      throw unchanged(e.getMessage());
    }
  }

  private String session() throws IOException {
    try {
      return servers.requireSession();
    } catch (MetadataException e) {
      throw unchanged(e.getMessage());
    }
  }

  private static IOException unchanged(String why) {
    return new IOException("It was not changed who may use the note: " + why);
  }

  /** The notes are gone; late as it may become known, nobody may use them. */
  public void gone(List<String> noteIds) {
    for (int from = 0; from < noteIds.size(); from += BATCH) {
      List<String> batch = noteIds.subList(from, Math.min(noteIds.size(), from + BATCH));
      eventually.commit(Keys.permission(batch.get(0)), AccessCommands.gone(batch));
    }
  }

  /**
   * Says the first word on notes that a Zeppelin without cluster has left. Call it while nobody
   * else makes notes.
   *
   * @param noteIds all that there are
   * @param before what that Zeppelin had of a note
   * @throws IOException when it could not be said of all of them
   */
  public void adopt(Iterable<String> noteIds, Function<String, Permission> before)
      throws IOException {
    try {
      MetadataView view = metadata.local();
      Map<String, Permission> batch = new LinkedHashMap<>();
      for (String noteId : noteIds) {
        if (view.get(Keys.permission(noteId)).isEmpty()) {
          batch.put(noteId, before.apply(noteId));
        }
        if (batch.size() == BATCH) {
          adopt(batch);
          batch.clear();
        }
      }
      adopt(batch);
    } catch (MetadataException e) {
      throw new IOException("Permissions cannot be taken over now: " + e.getMessage(), e);
    }
  }

  private void adopt(Map<String, Permission> batch) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    Result result =
        Blocking.await(metadata.commit(AccessCommands.first(servers.requireSession(), batch)));
    if (result.getCode() == ResultCode.OK) {
      LOGGER.info("Permissions of {} notes were taken over", batch.size());
    } else if (result.getCode() == ResultCode.CONFLICT && batch.size() > 1) {
      for (Map.Entry<String, Permission> each : new ArrayList<>(batch.entrySet())) {
        adopt(Map.of(each.getKey(), each.getValue()));
      }
    } else if (result.getCode() != ResultCode.CONFLICT) {
      throw new IOException("Permissions cannot be taken over now: " + result.getMessage());
    }
  }

  /** What to commit, given what is committed. */
  @FunctionalInterface
  private interface Change {
    Permission from(Optional<Permission> present) throws IOException;
  }

  /** One look at many notes. Used by one thread. */
  private final class Listing {
    private final Map<String, Optional<Permission>> seen = new HashMap<>();
    private MetadataView view;
    private int depth;

    private void look() {
      if (view == null) {
        servers.requireSession(FIRST_SESSION_MILLIS);
        Blocking.await(metadata.get(Keys.server(servers.id())));
        view = metadata.local();
      }
    }

    private Optional<Permission> of(String noteId) {
      look();
      return seen.computeIfAbsent(noteId, id -> read(view.get(Keys.permission(id))));
    }
  }
}
