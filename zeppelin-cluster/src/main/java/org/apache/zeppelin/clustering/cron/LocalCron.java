// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import java.io.IOException;

/** This server's Zeppelin, as far as scheduled notes go. Any thread may call. */
public interface LocalCron {

  /** True when there is such a note, and not in the trash. */
  boolean present(String noteId);

  /**
   * True when the note's schedule has that point, which the owner alone knows for certain: another
   * server may not have heard of a change yet.
   */
  boolean scheduled(String noteId, long scheduledMillis) throws IOException;

  /** True while something runs in the note on this server. */
  boolean busy(String noteId) throws IOException;

  /** Runs the note as its schedule does; returns when it has run. */
  void run(String noteId);

  /**
   * From now on the note fires here like this.
   *
   * @param cron null when it fires no more
   */
  void schedule(String noteId, String cron);

  /** Schedules every note anew from the storage: news of changes were missed. */
  void scheduleAll();
}
