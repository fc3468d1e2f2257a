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

  /**
   * This server has become the note's owner, and its former owner may have been lost: goes on with
   * what ran in it. May take as long as taking a process over does.
   *
   * @throws IOException when the note cannot be read
   */
  void recover(String noteId) throws IOException;

  /** True when something runs in the note as the storage has it, which no owner may know of. */
  boolean leftRunning(String noteId) throws IOException;

  /** Writes what is in memory of the note only. */
  void save(String noteId) throws IOException;

  /** True while nothing in the note runs or waits to run. */
  boolean idle(String noteId);

  /** True while nobody looks at the note on this server and nothing in it runs. */
  boolean quiet(String noteId);

  /** Shows a sentence to everybody who has used a note through this server; keeps him from it. */
  void warn(String sentence);

  /** Shows a sentence to the same, in passing. */
  void tell(String sentence);

  /** The browsers connected to this server that look at the note here. */
  List<LocalBrowser> viewers(String noteId);
}
