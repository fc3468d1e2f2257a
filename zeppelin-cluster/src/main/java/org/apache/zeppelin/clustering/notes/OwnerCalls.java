// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.rpc.RpcCall;
import org.apache.zeppelin.clustering.rpc.RpcUnreachableException;
import org.apache.zeppelin.clustering.rpc.wire.NotOwnerException;
import org.apache.zeppelin.clustering.rpc.wire.RefusedException;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the owner of a note, whoever that is by now: what certainly did not arrive is sent again to
 * the present owner, what may have arrived is not.
 */
final class OwnerCalls {

  private static final Logger LOGGER = LoggerFactory.getLogger(OwnerCalls.class);
  private static final long PAUSE_MILLIS = 50;

  private final NoteOwners owners;
  private final NoteUses uses;
  private final Peers peers;
  private final NoteSettings settings;
  private final LongSupplier nanoTicker;

  OwnerCalls(
      NoteOwners owners,
      NoteUses uses,
      Peers peers,
      NoteSettings settings,
      LongSupplier nanoTicker) {
    this.owners = owners;
    this.uses = uses;
    this.peers = peers;
    this.settings = settings;
    this.nanoTicker = nanoTicker;
  }

  /** What another server answered, and which. */
  static final class Answer<R> {
    private final String server;
    private final R value;

    private Answer(String server, R value) {
      this.server = server;
      this.value = value;
    }

    String server() {
      return server;
    }

    R value() {
      return value;
    }
  }

  /**
   * The owner's answer; empty when this server is to do it: then the calling thread has begun a use
   * of the note, which it has to end.
   *
   * @throws IOException when it could not be done in time, with the reason for the user
   */
  <R> Optional<Answer<R>> call(String noteId, RpcCall<R> call) throws IOException {
    long end = nanoTicker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(settings.forwardMillis());
    boolean certain = false;
    while (true) {
      if (!uses.enterAsThread(noteId)) {
        giveUp(end, owners.self(), null);
        continue;
      }
      Owner owner = findInUse(noteId, certain);
      if (owner.other().isEmpty()) {
        return Optional.empty();
      }
      String server = owner.other().get();
      long left = TimeUnit.NANOSECONDS.toMillis(end - nanoTicker.getAsLong());
      try {
        return Optional.of(
            new Answer<>(
                server,
                peers.call(server, Math.max(1, Math.min(left, settings.callMillis())), call)));
      } catch (RefusedException e) {
        throw new IOException(e.getMessage(), e);
      } catch (NotOwnerException | UnavailableException e) {
        giveUp(end, server, e);
      } catch (RpcUnreachableException e) {
        if (e.mayHaveBeenReceived()) {
          throw new IOException(
              "Server "
                  + server
                  + ", which has the note open, does not answer. Whether this was done will show"
                  + " when the note is read again",
              e);
        }
        giveUp(end, server, e);
      } catch (TException e) {
        throw new IOException(
            "Server " + server + ", which has the note open, failed: " + e.getMessage(), e);
      }
      certain = true;
    }
  }

  /** Ends the use of the note again unless this server owns it. */
  private Owner findInUse(String noteId, boolean certain) throws IOException {
    boolean here = false;
    try {
      Owner owner = owners.find(noteId, certain);
      here = owner.other().isEmpty();
      return owner;
    } finally {
      if (!here) {
        uses.exitAll();
      }
    }
  }

  private void giveUp(long end, String server, TException reason) throws IOException {
    LOGGER.debug("{} did not take a call about a note; asking who owns it", server, reason);
    if (end - nanoTicker.getAsLong() <= 0) {
      throw new IOException(
          "This was not done: server "
              + server
              + ", which has the note open, cannot be reached. Try again in a moment",
          reason);
    }
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("This was not done: this server is stopping", e);
    }
  }
}
