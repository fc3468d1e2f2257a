// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.search;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;

/**
 * Whose index is to be believed about a note: its owner's, who alone hears of every change, or else
 * that of the last owner that this server has heard of.
 *
 * <p>Life cycle: new, {@link #start started}, {@link #close closed}. Any thread may call.
 */
public final class Authorities implements AutoCloseable {

  private final Metadata metadata;
  private final Consumer<String> taken;
  private final Map<String, String> last = new ConcurrentHashMap<>();
  private Watch watch;

  /**
   * @param taken hears of each note that this server owns and did not own last, in the order of the
   *     log; must return soon
   */
  public Authorities(Metadata metadata, Consumer<String> taken) {
    this.metadata = metadata;
    this.taken = taken;
  }

  /** Starts to follow the log. */
  public void start() {
    watch = metadata.watch(new Follower());
  }

  /** Id of the server to believe; empty when this one has heard of no owner. */
  public Optional<String> of(String noteId) {
    Optional<Entry> entry = metadata.local().get(Keys.note(noteId));
    return entry.isPresent()
        ? entry.map(Authorities::owner)
        : Optional.ofNullable(last.get(noteId));
  }

  private static String owner(Entry entry) {
    return entry.getValue().getNote().getOwner();
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  private final class Follower implements MetadataListener {
    @Override
    public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
      if (!key.startsWith(Keys.NOTE_PREFIX) || after.isEmpty()) {
        return;
      }
      String noteId = key.substring(Keys.NOTE_PREFIX.length());
      String owner = owner(after.get());
      if (!owner.equals(last.put(noteId, owner)) && owner.equals(metadata.serverId())) {
        taken.accept(noteId);
      }
    }
  }
}
