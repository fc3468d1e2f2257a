// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.List;

/** This server's Zeppelin, as far as open notes go. Any thread may call. */
public interface LocalNotes {

  /** True when there is such a note, which may have to be looked for in the storage. */
  boolean exists(String noteId) throws IOException;

  /** True when this server's list has such a note. Does not block. */
  boolean listed(String noteId);

  /** Waits, not for ever, until the list has followed the log up to that index. */
  void followed(long index);

  /** Reads the note anew from the storage: what is in memory may be older than another's change. */
  void reload(String noteId) throws IOException;

  /** Writes what is in memory of the note only. */
  void save(String noteId) throws IOException;

  /** True while nothing in the note runs or waits to run. */
  boolean idle(String noteId);

  /** True while nobody looks at the note on this server and nothing in it runs. */
  boolean quiet(String noteId);

  /** The browsers connected to this server that look at the note here. */
  List<LocalBrowser> viewers(String noteId);
}
