// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/** An immutable picture of the map after the log was applied up to {@link #index()}. */
public interface MetadataView {

  /** Log index of the last request in this picture; 0 before the first. */
  long index();

  Optional<Entry> get(String key);

  /** Entries whose keys start with the prefix, in key order. */
  List<Entry> list(String prefix);

  /** How many processes that server manages. */
  int processes(String manager);

  /** The same, those of that user. */
  int processes(String manager, String user);

  Optional<Session> session(String id);

  List<Session> sessions();
}
