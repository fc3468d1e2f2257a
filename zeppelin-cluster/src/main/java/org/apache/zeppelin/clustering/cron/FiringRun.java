// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import org.apache.zeppelin.clustering.metadata.wire.FiringEntry;

/** A run that this server took. Whoever changes or reads what changes holds its monitor. */
final class FiringRun {

  private final String noteId;
  private final String session;
  private final long time;
  private long version;
  private FiringEntry entry;

  FiringRun(String noteId, String session, long version, FiringEntry entry) {
    this.noteId = noteId;
    this.session = session;
    this.time = entry.getRunMillis();
    this.version = version;
    this.entry = entry;
  }

  String noteId() {
    return noteId;
  }

  String session() {
    return session;
  }

  /** Scheduled time of the firing. */
  long time() {
    return time;
  }

  long version() {
    return version;
  }

  FiringEntry entry() {
    return entry;
  }

  void changed(long newVersion, FiringEntry changed) {
    version = newVersion;
    entry = changed;
  }

  @Override
  public String toString() {
    return "the run of note " + noteId + " for " + time;
  }
}
