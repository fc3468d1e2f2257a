// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.ObjLongConsumer;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
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
 * Who owns which open note. A note is claimed by the first server that needs it, and only its owner
 * reads or changes it; the claim ends with the owner's session, which its own lease ends first.
 *
 * <p>Life cycle: new, {@link #start started}, {@link #close closed}. Any thread may call.
 */
public final class NoteOwners implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(NoteOwners.class);
  private static final int LOCKS = 64;
  private static final long FIRST_SESSION_MILLIS = 4_000;

  private final Metadata metadata;
  private final Servers servers;
  private final LocalNotes notes;
  private final Eventually eventually;
  private final Executor executor;
  private final NoteTakers takers;
  private final BooleanSupplier takesNone;
  private final NoteClaims claims = new NoteClaims();
  private final Set<String> taking = ConcurrentHashMap.newKeySet();
  private final List<ObjLongConsumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Object[] locks = new Object[LOCKS];
  private Watch watch;

  /**
   * @param executor runs what may take long after a note was taken
   * @param takesNone true while other servers are to own what this one needs
   */
  NoteOwners(
      Metadata metadata,
      Servers servers,
      LocalNotes notes,
      Eventually eventually,
      Executor executor,
      NoteTakers takers,
      BooleanSupplier takesNone) {
    this.metadata = metadata;
    this.servers = servers;
    this.notes = notes;
    this.eventually = eventually;
    this.executor = executor;
    this.takers = takers;
    this.takesNone = takesNone;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** Starts to follow the log. */
  void start() {
    watch = metadata.watch(new Follower());
    servers.addListener(
        new SessionListener() {
          @Override
          public void onSessionLost(String session) {
            claims.sessionLost(session);
          }
        });
  }

  /**
   * Hears of each note whose owner is another one than before, or nobody, and the index of the log
   * that says so; called in the order of the log, and must return soon.
   */
  void addListener(ObjLongConsumer<String> moved) {
    listeners.add(moved);
  }

  /** This server. */
  String self() {
    return servers.id();
  }

  /** True while this server, and no other, may change the note. */
  public boolean owns(String noteId) {
    Optional<String> claimed = claims.get(noteId).map(NoteClaims.Claim::session);
    return claimed.isPresent() && claimed.equals(servers.session());
  }

  /** True while this server owns the note, or is about to and has begun to read it. */
  public boolean keeps(String noteId) {
    return taking.contains(noteId) || owns(noteId);
  }

  /** The notes that this server has claimed. */
  public List<String> owned() {
    return claims.notes();
  }

  /** Who owns the note as far as this server has followed the log. */
  public Optional<String> known(String noteId) {
    return metadata
        .local()
        .get(Keys.note(noteId))
        .map(entry -> entry.getValue().getNote().getOwner());
  }

  /**
   * The other server that owns the note; empty when this one does, from now on if nobody did, or
   * when there is no such note.
   *
   * @param certain ask the cluster rather than what this server has heard
   * @throws IOException when this server cannot know, with the reason for the user
   */
  public Optional<String> otherOwner(String noteId, boolean certain) throws IOException {
    return find(noteId, certain).other();
  }

  /**
   * The owner of the note: this server when nobody owned it, or another while this one takes none.
   *
   * @param certain ask the cluster rather than what this server has heard
   * @throws IOException when this server cannot know, with the reason for the user
   */
  Owner find(String noteId, boolean certain) throws IOException {
    return find(noteId, certain, takesNone.getAsBoolean());
  }

  /** The owner of the note, this server when nobody owned it, for one that takes none itself. */
  Owner take(String noteId) throws IOException {
    if (takesNone.getAsBoolean()) {
      throw new IOException(servers.id() + " takes no notes now");
    }
    return find(noteId, true, false);
  }

  private Owner find(String noteId, boolean certain, boolean byAnother) throws IOException {
    try {
      String session = servers.requireSession(FIRST_SESSION_MILLIS);
      if (owns(noteId) || !notes.exists(noteId)) {
        return Owner.here();
      }
      String key = Keys.note(noteId);
      Optional<Entry> entry =
          certain ? Blocking.await(metadata.get(key)) : metadata.local().get(key);
      OwnerDecision decision = OwnerDecision.of(entry, servers.id());
      if (decision == OwnerDecision.FORWARD) {
        return Owner.of(entry.get().getValue().getNote().getOwner());
      }
      if (decision == OwnerDecision.CLAIM && byAnother) {
        Optional<Owner> other = takers.taken(noteId).map(Owner::of);
        if (other.isPresent()) {
          return other.get();
        }
      }
      synchronized (locks[Math.floorMod(noteId.hashCode(), LOCKS)]) {
        return owns(noteId) ? Owner.here() : claim(noteId, session, entry);
      }
    } catch (MetadataException e) {
      throw new IOException("The note cannot be used now: " + e.getMessage(), e);
    }
  }

  private Owner claim(String noteId, String session, Optional<Entry> seen) throws IOException {
    Optional<Entry> entry = seen;
    while (true) {
      switch (OwnerDecision.of(entry, servers.id())) {
        case FORWARD:
          return Owner.of(entry.get().getValue().getNote().getOwner());
        case CLAIM:
        case CLAIM_OVER:
        default:
          long version = entry.map(Entry::getVersion).orElse(0L);
          Result result =
              Blocking.await(
                  metadata.commit(NoteCommands.claim(noteId, servers.id(), session, version)));
          if (result.getCode() == ResultCode.OK) {
            return taken(noteId, new NoteClaims.Claim(session, result.getIndex()));
          }
          servers.requireSession();
          entry = Optional.ofNullable(result.getCurrent());
      }
    }
  }

  private Owner taken(String noteId, NoteClaims.Claim claim) throws IOException {
    boolean read = false;
    taking.add(noteId);
    try {
      // What former owners committed is in the log before the claim, and here before we serve.
      Blocking.await(metadata.applied(claim.version()));
      notes.reload(noteId);
      claims.put(noteId, claim);
      read = true;
    } finally {
      taking.remove(noteId);
      if (!read) {
        giveBack(noteId, claim);
      }
    }
    LOGGER.info("This server owns note {} (version {})", noteId, claim.version());
    executor.execute(() -> recover(noteId));
    return Owner.here();
  }

  private void recover(String noteId) {
    try {
      notes.recover(noteId);
    } catch (IOException | RuntimeException e) {
      LOGGER.error("What ran in note {} when its former owner was lost is lost", noteId, e);
    }
  }

  /**
   * Takes a note that this server has just made, before it is in the storage.
   *
   * @throws IOException when this server cannot own anything now, with the reason for the user
   */
  public void created(String noteId) throws IOException {
    try {
      String session = servers.requireSession();
      Result result =
          Blocking.await(metadata.commit(NoteCommands.claim(noteId, servers.id(), session, 0)));
      if (result.getCode() != ResultCode.OK) {
        throw new IOException("The note " + noteId + " cannot be made now: " + result);
      }
      claims.put(noteId, new NoteClaims.Claim(session, result.getIndex()));
    } catch (MetadataException e) {
      throw new IOException("The note cannot be made now: " + e.getMessage(), e);
    }
  }

  /**
   * Does something that only the note's owner may do: it does not give the note back meanwhile, and
   * what is committed under its session comes before another's claim.
   *
   * @throws IOException when this server does not own the note, with the reason for the user
   */
  public void whileOwned(String noteId, OwnerAction action) throws IOException {
    synchronized (locks[Math.floorMod(noteId.hashCode(), LOCKS)]) {
      if (!owns(noteId)) {
        throw notOwned(noteId, "nothing was changed. Try again");
      }
      action.run();
    }
  }

  /** What an owner does. */
  @FunctionalInterface
  public interface OwnerAction {
    void run() throws IOException;
  }

  /**
   * The note may be written now.
   *
   * @throws IOException when this server does not own it, with the reason for the user
   */
  public void requireOwned(String noteId) throws IOException {
    if (!owns(noteId)) {
      throw notOwned(noteId, "what it has of it was not written");
    }
  }

  private IOException notOwned(String noteId, String consequence) {
    return new IOException(
        "This server does not own note "
            + noteId
            + known(noteId).map(other -> " (" + other + " does)").orElse("")
            + ": "
            + consequence);
  }

  /** Gives back a note of which nobody here makes use, once all of it is in the storage. */
  void releaseIdle(String noteId) {
    try {
      if (notes.listed(noteId)) {
        notes.save(noteId);
      }
      release(noteId);
    } catch (IOException e) {
      LOGGER.warn("Note {} cannot be written; this server keeps it", noteId, e);
    }
  }

  /** Saves the note and gives it back; does not wait until that is committed. */
  CompletableFuture<?> leave(String noteId) throws IOException {
    if (notes.listed(noteId)) {
      notes.save(noteId);
    }
    return claims
        .remove(noteId)
        .map(claim -> metadata.commit(NoteCommands.release(noteId, claim.version())))
        .orElse(CompletableFuture.completedFuture(null));
  }

  /** Saves the note and gives it back; returns when that is committed, and known here. */
  void giveAway(String noteId) throws IOException {
    if (notes.listed(noteId)) {
      notes.save(noteId);
    }
    synchronized (locks[Math.floorMod(noteId.hashCode(), LOCKS)]) {
      claims.remove(noteId).ifPresent(claim -> giveAway(noteId, claim));
    }
  }

  private void giveAway(String noteId, NoteClaims.Claim claim) {
    LOGGER.info("This server gives note {} away", noteId);
    try {
      Result result =
          Blocking.await(metadata.commit(NoteCommands.release(noteId, claim.version())));
      Blocking.await(metadata.applied(result.getIndex()));
    } catch (MetadataException e) {
      LOGGER.warn("Note {} is given away as soon as that can be committed", noteId, e);
      giveBack(noteId, claim);
    }
  }

  /** Gives back what is not in the list any more: a note that was removed has no owner. */
  void releaseGone() {
    claims.notes().stream().filter(noteId -> !notes.listed(noteId)).forEach(this::release);
  }

  /** Gives the note back, if this server owns it: the next that needs it claims it. */
  public void release(String noteId) {
    synchronized (locks[Math.floorMod(noteId.hashCode(), LOCKS)]) {
      claims
          .remove(noteId)
          .ifPresent(
              claim -> {
                LOGGER.info("This server gives note {} back", noteId);
                giveBack(noteId, claim);
              });
    }
  }

  private void giveBack(String noteId, NoteClaims.Claim claim) {
    eventually.commit(Keys.note(noteId), NoteCommands.release(noteId, claim.version()));
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    claims.clear();
  }

  private final class Follower implements MetadataListener {
    @Override
    public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
      if (!key.startsWith(Keys.NOTE_PREFIX)) {
        return;
      }
      String noteId = key.substring(Keys.NOTE_PREFIX.length());
      claims.changed(noteId, index);
      listeners.forEach(listener -> listener.accept(noteId, index));
    }
  }
}
