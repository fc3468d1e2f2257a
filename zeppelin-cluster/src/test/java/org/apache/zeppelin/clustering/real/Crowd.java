// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.figures.Samples;

/** Two hundred browsers of each server that look at twenty notes, which some of them edit. */
final class Crowd implements AutoCloseable {

  private static final int NOTES = 20;
  private static final int BROWSERS_OF_A_NOTE = 10;
  private static final int EDITS_A_SECOND = 20;
  private static final int SECONDS = 20;
  private static final long PERIOD_MILLIS = 1_000 / EDITS_A_SECOND;

  private final List<List<Watcher>> ofNote = new ArrayList<>();
  private final List<ServedNote> notes = new ArrayList<>();

  /**
   * @param tickets what a user of each server shows
   */
  Crowd(RealCluster cluster, HttpClient http, List<JsonObject> tickets)
      throws IOException, InterruptedException {
    for (int i = 0; i < NOTES; i++) {
      ServedNote note = new ServedNote(cluster, i % tickets.size() + 1, "crowd-" + i);
      List<Watcher> watchers = new ArrayList<>();
      notes.add(note);
      ofNote.add(watchers);
      for (int n = 0; n < BROWSERS_OF_A_NOTE; n++) {
        for (int server = 1; server <= tickets.size(); server++) {
          watchers.add(note.watcher(server, http, tickets.get(server - 1)));
        }
      }
    }
  }

  /** Edits by schedule; how long each took to every other browser that looks at its note. */
  Samples edit() throws IOException, InterruptedException {
    List<CompletableFuture<Long>> seen = new ArrayList<>();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      for (int number = 0; number < EDITS_A_SECOND * SECONDS; number++) {
        int edit = number;
        List<CompletableFuture<Long>> sights = new ArrayList<>();
        List<Watcher> watchers = ofNote.get(edit % NOTES);
        Watcher by = watchers.get(edit / NOTES % watchers.size());
        for (Watcher other : watchers) {
          if (other != by) {
            sights.add(new CompletableFuture<>());
          }
        }
        seen.addAll(sights);
        clock.schedule(
            () -> notes.get(edit % NOTES).edit(by, watchers, sights),
            number * PERIOD_MILLIS,
            TimeUnit.MILLISECONDS);
      }
      long[] nanos = new long[seen.size()];
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = Watcher.at(seen.get(i));
      }
      return new Samples(nanos);
    } finally {
      clock.shutdownNow();
    }
  }

  @Override
  public void close() {
    ofNote.forEach(watchers -> watchers.forEach(Watcher::close));
  }
}
