// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;

/**
 * The entries that say who is logged in, read as that needs it: nobody is let in by what may have
 * been revoked longer ago than the settings allow, and nobody is turned away because this server
 * has not heard of him yet. Without a majority there is no answer.
 *
 * <p>Thread safe. Every method but {@link #known} and {@link #touch} may wait for the other servers
 * and fails with {@link MetadataException}.
 */
final class LoginEntries {

  /** The read is for its place in the log. */
  private static final String NOTHING = "nothing";

  private final Metadata metadata;
  private final Eventually eventually;
  private final LoginSettings settings;
  private final Freshness freshness;
  private final OwnWrites own = new OwnWrites();

  /**
   * @param eventually commits logouts as soon as there is a majority
   * @param nanoTicker monotonic
   */
  LoginEntries(
      Metadata metadata, Eventually eventually, LoginSettings settings, LongSupplier nanoTicker) {
    this.metadata = metadata;
    this.eventually = eventually;
    this.settings = settings;
    this.freshness = new Freshness(() -> metadata.get(NOTHING), nanoTicker);
  }

  /** What stands under the key; decides who is let in. */
  Optional<Entry> read(String key) {
    await(freshness.within(TimeUnit.MILLISECONDS.toNanos(settings.staleMaxMillis())));
    MetadataView view = metadata.local();
    if (own.isRemoved(key, view)) {
      return Optional.empty();
    }
    Optional<Entry> known = own.over(key, view);
    return known.isPresent() ? known : latest(key);
  }

  /** What stands under the key now, even if this server is about to delete it. */
  Optional<Entry> latest(String key) {
    await(freshness.within(0));
    return metadata.local().get(key);
  }

  /** True while this server is deleting what stands under the key. */
  boolean isBeingRemoved(String key) {
    return own.isRemoved(key, metadata.local());
  }

  /** What this server has heard; decides nothing. */
  Optional<Entry> known(String key) {
    return own.over(key, metadata.local());
  }

  /** All that this server has heard. */
  List<Entry> knownUnder(String prefix) {
    return metadata.local().list(prefix);
  }

  /**
   * Writes the entry unless somebody else has changed it since.
   *
   * @param version 0 when there is none yet
   * @return false when somebody has
   */
  boolean compareAndSet(String key, long version, EntryValue value) {
    return await(commit(key, version, value)).getCode() == ResultCode.OK;
  }

  /** The same for what is not worth waiting for. */
  void touch(String key, long version, EntryValue value) {
    commit(key, version, value);
  }

  private CompletableFuture<Result> commit(String key, long version, EntryValue value) {
    CompareAndSetCommand command = new CompareAndSetCommand(key, version).setValue(value);
    return metadata
        .commit(List.of(Command.compareAndSet(command)))
        .thenApply(
            result -> {
              if (result.getCode() == ResultCode.OK) {
                long index = result.getIndex();
                own.wrote(new Entry(key, value, index, index, 0), metadata.local());
              } else if (result.getCode() != ResultCode.CONFLICT) {
                throw new MetadataException("Refused: " + result.getMessage());
              }
              return result;
            });
  }

  /** Deletes the entry unless somebody has changed it since. */
  void removeUnchanged(String key, long version) {
    await(metadata.commit(deletion(key, version)));
  }

  /**
   * Deletes the entry: on this server at once; on the others before this returns, or else, if this
   * fails, as soon as they can be told.
   *
   * @param that whether what stands there now is what was to be deleted
   */
  void remove(String key, Predicate<EntryValue> that) {
    Optional<Entry> entry = known(key).or(() -> latest(key));
    if (entry.filter(e -> that.test(e.getValue())).isPresent()) {
      own.removing(key);
      await(removal(key, entry.get().getVersion(), that));
    }
  }

  /** Goes on by itself when nobody waits for it any more. */
  private CompletableFuture<Void> removal(String key, long version, Predicate<EntryValue> that) {
    return eventually
        .commit(key, deletion(key, version))
        .thenCompose(
            result -> {
              Entry current = result.getCode() == ResultCode.CONFLICT ? result.getCurrent() : null;
              if (current != null && that.test(current.getValue())) {
                // Whoever changed it meanwhile did not mean to keep it.
                return removal(key, current.getVersion(), that);
              }
              own.removed(key, result.getIndex(), metadata.local());
              return CompletableFuture.completedFuture(null);
            });
  }

  private static List<Command> deletion(String key, long version) {
    return List.of(Command.compareAndSet(new CompareAndSetCommand(key, version)));
  }

  private <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(settings.waitMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new MetadataUnavailableException(
          "This server does not reach a majority of the servers, so it cannot tell who is logged"
              + " in; it goes on by itself as soon as it does",
          List.of(),
          e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof MetadataException
          ? (MetadataException) e.getCause()
          : new MetadataException("The metadata failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MetadataException("Interrupted while waiting for the other servers", e);
    }
  }
}
