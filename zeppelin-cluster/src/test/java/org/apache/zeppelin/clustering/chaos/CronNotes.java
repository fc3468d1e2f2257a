// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scheduled notes that leave a line in a file each time that they run. */
final class CronNotes {

  private static final String SCHEDULE = "0/8 * * * * ?";
  private static final int NOTES = 2;

  private final TestServers servers;
  private final Api api;
  private final Findings findings;
  private final List<String> notes = new ArrayList<>();

  CronNotes(TestServers servers, Api api, Findings findings) {
    this.servers = servers;
    this.api = api;
    this.findings = findings;
  }

  /** Makes them; all servers have to be well. */
  void make() throws IOException, InterruptedException {
    for (int i = 1; i <= NOTES; i++) {
      String note = api.note(1 + i % servers.count(), "cron-" + System.nanoTime());
      if (note == null) {
        throw new IOException("a note for the schedule could not be made");
      }
      api.paragraph(1, note, "%sample append " + file(note) + " ran");
      Api.Answer set =
          api.call(
              1,
              "POST",
              "/notebook/cron/" + note,
              Map.of("cron", SCHEDULE, "releaseResource", false),
              20);
      if (!set.ok()) {
        throw new IOException("the schedule could not be set: " + set);
      }
      notes.add(note);
    }
  }

  private Path file(String note) {
    return servers.dir().resolve("ran-" + note);
  }

  /** Before the end, so that nothing runs while it is looked at. */
  void stop() throws InterruptedException {
    for (String note : notes) {
      Api.Answer answer = api.call(1, "DELETE", "/notebook/cron/" + note, null, 20);
      if (!answer.ok()) {
        findings.say("the schedule of " + note + " could not be taken away: " + answer);
      }
    }
  }

  void check(ChangeLog changes) throws IOException {
    for (String note : notes) {
      int runs = Files.exists(file(note)) ? Files.readAllLines(file(note)).size() : 0;
      int begun = changes.firingsBegun(note);
      findings.count("scheduled runs", runs);
      findings.count("firings begun", begun);
      if (runs > begun) {
        findings.violation(
            "a firing runs at most once",
            "note " + note + " ran " + runs + " times for " + begun + " firings");
      }
    }
  }
}
