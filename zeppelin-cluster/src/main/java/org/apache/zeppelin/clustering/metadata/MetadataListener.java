// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/**
 * Hears what the log did, in its order. Calls come one after the other, not always from the same
 * thread, and may take their time.
 */
public interface MetadataListener {

  /** An entry was created, changed or deleted by the request at the log index. */
  default void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {}

  default void sessionOpened(long index, Session session) {}

  default void sessionExpired(long index, Session session, String reason) {}

  default void published(long index, String topic, byte[] payload) {}

  /**
   * This server caught up by a snapshot: published events up to the index were missed. Changes of
   * entries and sessions were not; they come as calls of the other methods before this one.
   */
  default void skippedTo(long index) {}
}
