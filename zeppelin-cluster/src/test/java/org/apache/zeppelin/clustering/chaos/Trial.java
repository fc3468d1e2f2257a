// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lets clients work while the schedule is played, and then looks at what they were told. */
final class Trial {

  private static final int ONLINE_SECONDS = 90;
  private static final int LONGEST_ROUND_SECONDS = 80;
  private static final int AFTERWARDS_MILLIS = 6_000;
  private static final int ORPHAN_SECONDS = 30;
  private static final int AGREE_SECONDS = 20;

  private final Options options;
  private final List<Fault> schedule;
  private final Network network;
  private final Disks disks;
  private final TestServers servers;
  private final Findings findings;

  Trial(
      Options options,
      List<Fault> schedule,
      Network network,
      Disks disks,
      TestServers servers,
      Findings findings) {
    this.options = options;
    this.schedule = schedule;
    this.network = network;
    this.disks = disks;
    this.servers = servers;
    this.findings = findings;
  }

  void run() throws IOException, InterruptedException {
    Api ann = login("ann", "spring");
    Api bob = login("bob", "autumn");
    Health health = new Health(servers, ann);
    if (!Health.await(ONLINE_SECONDS, health::allOnline)) {
      throw new IOException("the servers have not become a cluster: see " + servers.dir());
    }
    findings.say("all servers are members");
    MetadataClients metadata = new MetadataClients(servers, findings);
    EditClients edits = new EditClients(servers, ann, findings);
    RunClients runs = new RunClients(servers, ann, findings);
    CronNotes cron = new CronNotes(servers, ann, findings);
    cron.make();
    Work work = new Work(findings);
    metadata.start(work, options.seed);
    edits.start(work, options.seed);
    runs.start(work, options.seed);
    new PermissionClients(servers, ann, bob, findings).start(work, options.seed);
    ProcessWatch processes = new ProcessWatch(servers.processes(), findings);
    processes.start(work);
    Leader leader = new Leader(servers, ann);
    Nemesis nemesis =
        new Nemesis(
            servers,
            network,
            ann,
            leader,
            new Storage(servers, disks, health, leader, findings),
            findings);
    nemesis.play(schedule);
    findings.say("the faults are over");
    if (!Health.await(ONLINE_SECONDS, health::allOnline)) {
      findings.violation(
          "all servers come back by themselves", "not after " + ONLINE_SECONDS + " s");
    } else {
      findings.say("all servers are well");
    }
    Thread.sleep(AFTERWARDS_MILLIS);
    work.stop(LONGEST_ROUND_SECONDS);
    findings.say("the clients have stopped");
    cron.stop();
    ChangeLog changes = new ChangeLog(processes.deaths(), nemesis.disturbances());
    look(health, ann, processes, metadata, edits, runs, cron, changes);
    report();
  }

  private Api login(String user, String password) throws IOException, InterruptedException {
    Api[] api = {null};
    IOException[] last = {null};
    Health.await(
        ONLINE_SECONDS,
        () -> {
          try {
            api[0] = Api.login(servers, 1, user, password);
          } catch (IOException e) {
            last[0] = e;
          }
          return api[0] != null;
        });
    if (api[0] == null) {
      throw last[0];
    }
    return api[0];
  }

  private void look(
      Health health,
      Api ann,
      ProcessWatch processes,
      MetadataClients metadata,
      EditClients edits,
      RunClients runs,
      CronNotes cron,
      ChangeLog changes)
      throws IOException, InterruptedException {
    String[] difference = {""};
    boolean named =
        Health.await(
            ORPHAN_SECONDS,
            () -> {
              try {
                difference[0] = processes.difference(ann, 1);
              } catch (IOException e) {
                difference[0] = e.toString();
              }
              return difference[0].isEmpty();
            });
    if (!named) {
      findings.violation(
          "30 s after the end, what lives is what the metadata names", difference[0]);
    }
    metadata.readAll();
    metadata.check(servers.dir().resolve("history"));
    edits.check();
    for (int server : servers.all()) {
      changes.read(Files.readAllLines(servers.changes(server), StandardCharsets.UTF_8));
    }
    changes.conflicts().forEach(c -> findings.violation("all servers apply the same", c));
    changes.doubledEpochs().forEach(d -> findings.violation("one process per group and epoch", d));
    changes.reusedProcesses().forEach(r -> findings.violation("a process has one epoch", r));
    changes.stolenClaims().forEach(c -> findings.violation("a claim has one claimant", c));
    cron.check(changes);
    runs.check(options.recovery, changes);
    served(runs, changes);
    String disagreement = health.disagreement(AGREE_SECONDS);
    if (!disagreement.isEmpty()) {
      findings.violation("at the end all servers agree", disagreement);
    }
  }

  private void served(RunClients runs, ChangeLog changes) {
    for (RunClients.Run run : runs.runs()) {
      if (run.pid == 0) {
        continue;
      }
      findings.count("runs whose process was checked");
      String older = changes.servedByOlder(run.pid, run.called);
      if (!older.isEmpty()) {
        findings.violation(
            "no process of an older epoch is used", "run " + run.name + " was served by " + older);
      }
      if (!changes.knows(run.pid)) {
        findings.violation(
            "no process that is not named is used",
            "run " + run.name + " was served by pid " + run.pid);
      }
    }
  }

  private void report() throws IOException {
    List<String> lines = new ArrayList<>();
    findings.figures().forEach((name, n) -> lines.add(String.format("%8d  %s", n, name)));
    findings
        .violations()
        .forEach(
            (promise, all) -> {
              lines.add("VIOLATED " + all.size() + " times: " + promise);
              all.stream().limit(3).forEach(v -> lines.add("    " + v));
            });
    lines.add(
        findings.clean()
            ? "seed " + options.seed + ": nothing is wrong"
            : String.format(
                "seed %d: %d promises were broken, the first after %.0f s; the history is in %s",
                options.seed,
                findings.violations().size(),
                findings.firstMillis() / 1_000.0,
                servers.dir()));
    lines.forEach(System.out::println);
    Path file = servers.dir().resolve("report");
    Files.write(file, lines, StandardCharsets.UTF_8);
  }
}
