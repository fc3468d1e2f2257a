// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Remembers which server runs which paragraph, for the events of the processes that this server
 * manages. Entries outlive their runs, for output comes late; the oldest go when it is full.
 */
final class RunDirectory {

  private static final String WHOLE_NOTE = "";

  private final Map<Run, String> serverByRun;

  RunDirectory(int capacity) {
    this.serverByRun =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Run, String> eldest) {
            return size() > capacity;
          }
        };
  }

  synchronized void started(String noteId, String paragraphId, String server) {
    latest(new Run(noteId, paragraphId), server);
    latest(new Run(noteId, WHOLE_NOTE), server);
  }

  private void latest(Run run, String server) {
    serverByRun.remove(run);
    serverByRun.put(run, server);
  }

  /**
   * @param paragraphId empty for the server that last ran any paragraph of the note
   */
  synchronized Optional<String> serverOf(String noteId, String paragraphId) {
    return Optional.ofNullable(serverByRun.get(new Run(noteId, paragraphId)));
  }

  private static final class Run {
    private final String noteId;
    private final String paragraphId;

    Run(String noteId, String paragraphId) {
      this.noteId = Objects.requireNonNull(noteId);
      this.paragraphId = Objects.requireNonNull(paragraphId);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Run
          && ((Run) other).noteId.equals(noteId)
          && ((Run) other).paragraphId.equals(paragraphId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(noteId, paragraphId);
    }
  }
}
