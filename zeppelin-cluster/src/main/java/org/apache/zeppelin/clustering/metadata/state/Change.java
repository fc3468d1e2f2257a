// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/** One thing that the log did, ready to be told to listeners. Immutable. */
@FunctionalInterface
public interface Change {

  void tell(MetadataListener listener);

  /** Either side may be null, not both. */
  static Change entry(long index, Entry before, Entry after) {
    String key = before == null ? after.getKey() : before.getKey();
    return listener -> listener.changed(index, key, copy(before), copy(after));
  }

  static Change sessionOpened(long index, Session session) {
    return listener -> listener.sessionOpened(index, session.deepCopy());
  }

  static Change sessionExpired(long index, Session session, String reason) {
    return listener -> listener.sessionExpired(index, session.deepCopy(), reason);
  }

  static Change published(long index, String topic, byte[] payload) {
    return listener -> listener.published(index, topic, payload.clone());
  }

  static Change skippedTo(long index) {
    return listener -> listener.skippedTo(index);
  }

  /** Thrift structs are mutable: nobody outside may hold the one in the state. */
  private static Optional<Entry> copy(Entry entry) {
    return Optional.ofNullable(entry).map(Entry::deepCopy);
  }
}
