// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.wire.Entry;

/**
 * What this server has committed and not applied yet: a browser that was answered must find on its
 * next request what it was told. Thread safe.
 */
final class OwnWrites {

  private final Map<String, Write> writes = new ConcurrentHashMap<>();

  private static final class Write {
    private final long index;
    private final Entry entry;

    private Write(long index, Entry entry) {
      this.index = index;
      this.entry = entry;
    }
  }

  /** An entry was committed; forgets what the view has by now. */
  void wrote(Entry entry, MetadataView view) {
    writes.merge(
        entry.getKey(),
        new Write(entry.getVersion(), entry),
        (before, now) -> before.index > now.index ? before : now);
    forget(view);
  }

  /** The key is being deleted: it is gone for this server, whatever the others know yet. */
  void removing(String key) {
    writes.put(key, new Write(Long.MAX_VALUE, null));
  }

  /** That deletion was committed. */
  void removed(String key, long index, MetadataView view) {
    writes.computeIfPresent(
        key, (k, write) -> write.entry == null ? new Write(index, null) : write);
    forget(view);
  }

  private void forget(MetadataView view) {
    writes.values().removeIf(write -> write.index <= view.index());
  }

  /** True when this server has deleted the key and the view may still have it. */
  boolean isRemoved(String key, MetadataView view) {
    Write own = writes.get(key);
    return own != null && own.entry == null && own.index > view.index();
  }

  /** What the view will say once it has caught up with this server. */
  Optional<Entry> over(String key, MetadataView view) {
    Write own = writes.get(key);
    return own != null && own.index > view.index() ? Optional.ofNullable(own.entry) : view.get(key);
  }
}
