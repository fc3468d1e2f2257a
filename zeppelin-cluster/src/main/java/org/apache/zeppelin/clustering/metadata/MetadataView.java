// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/** An immutable picture of the map after the log was applied up to {@link #index()}. */
public interface MetadataView {

  /** Log index of the last request in this picture; 0 before the first. */
  long index();

  Optional<Entry> get(String key);

  /** Entries whose keys start with the prefix, in key order. */
  List<Entry> list(String prefix);

  /**
   * The same entries without copies of them, which for ten thousand takes some milliseconds less.
   *
   * @param visitor is shown the map's own entries, which it may neither change nor keep
   */
  void visit(String prefix, Consumer<Entry> visitor);

  Optional<Session> session(String id);

  List<Session> sessions();
}
