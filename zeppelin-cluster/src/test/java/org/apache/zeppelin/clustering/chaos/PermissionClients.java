// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Ann lets bob read a note and forbids it again; bob tries all the time, on all servers. What bob
 * asks after she was told that he may not, and before she allows it again, has to be denied.
 */
final class PermissionClients {

  private static final long ROUND_MILLIS = 400;
  private static final long READ_MILLIS = 60;
  private static final long DENIED_MILLIS = 1_500;
  private static final int WRITE_SECONDS = 15;

  private final TestServers servers;
  private final Api ann;
  private final Api bob;
  private final Findings findings;

  /** The note that is denied now, and since when; null while it may be allowed. */
  private volatile Denial denial;

  PermissionClients(TestServers servers, Api ann, Api bob, Findings findings) {
    this.servers = servers;
    this.ann = ann;
    this.bob = bob;
    this.findings = findings;
  }

  void start(Work work, long seed) {
    Writer writer = new Writer(new Random(seed * 17));
    work.repeat("permissions-1", ROUND_MILLIS, writer::step);
    for (int server : servers.all()) {
      work.repeat("reads-" + server, READ_MILLIS, () -> read(server));
    }
  }

  private static final class Denial {
    private final String note;

    Denial(String note) {
      this.note = note;
    }
  }

  private final class Writer {
    private final Random random;
    private String note;
    private int count;

    Writer(Random random) {
      this.random = random;
    }

    void step() throws InterruptedException {
      if (note == null) {
        note = ann.note(server(), "secret-" + System.nanoTime() + "-" + ++count);
        return;
      }
      if (!permit("ann")) {
        // It may be denied now. That is no promise to anybody.
        return;
      }
      findings.count("permissions denied");
      denial = new Denial(note);
      TimeUnit.MILLISECONDS.sleep(random.nextInt((int) DENIED_MILLIS));
      denial = null;
      if (permit("ann", "bob")) {
        findings.count("permissions granted");
      } else {
        // It may be granted at any time from now on, also after the next denial.
        note = null;
      }
    }

    private int server() {
      return 1 + random.nextInt(servers.count());
    }

    private boolean permit(String... names) throws InterruptedException {
      List<String> all = List.of(names);
      return ann.call(
              server(),
              "PUT",
              "/notebook/" + note + "/permissions",
              Map.of("owners", all, "readers", all, "writers", all, "runners", all),
              WRITE_SECONDS)
          .ok();
    }
  }

  private void read(int server) throws InterruptedException {
    Denial before = denial;
    if (before == null) {
      return;
    }
    Api.Answer answer = bob.call(server, "GET", "/notebook/" + before.note, null, WRITE_SECONDS);
    findings.count("reads of what is denied");
    // The same one: it was denied from before the question until after the answer.
    if (answer.ok() && denial == before) {
      findings.violation(
          "no permission wider than the last committed",
          "bob read note " + before.note + " on server " + server);
    }
    List<com.google.gson.JsonObject> list = bob.list(server, "/notebook");
    if (list != null
        && denial == before
        && list.stream().anyMatch(n -> n.get("id").getAsString().equals(before.note))) {
      findings.violation(
          "no permission wider than the last committed",
          "bob sees note " + before.note + " in the list of server " + server);
    }
  }
}
