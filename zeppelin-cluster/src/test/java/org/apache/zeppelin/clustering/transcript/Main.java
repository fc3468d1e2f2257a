// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plays one script on a plain Zeppelin and on a cluster, and says what they said differently. Ends
 * with 1 when there is something, and with 2 when it could not be found out.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    Options options;
    Scenario scenario;
    try {
      options = Options.of(arguments);
      scenario = new Scenario(Groups.all(), options.only, options.patience);
      List<String> unknown = scenario.unknown();
      unknown.remove(LoginScenario.NAME);
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException("there is no group or step " + unknown + ": see --list");
      }
    } catch (IllegalArgumentException e) {
      System.err.println("dev/transcript.sh: " + e.getMessage());
      System.exit(2);
      return;
    }
    if (options.list) {
      scenario.names().forEach(System.out::println);
      System.out.println(LoginScenario.NAME);
      return;
    }
    System.exit(end(options, scenario));
  }

  /** What to end with. */
  private static int end(Options options, Scenario scenario) throws IOException {
    Path dir = Files.createTempDirectory("transcript");
    Rehearsal rehearsal = new Rehearsal(scenario, dir, System.err::println);
    Rehearsal login = new Rehearsal(new LoginScenario(options.patience), dir, System.err::println);
    // Servers do not end with whoever started them, when that is stopped by Ctrl-C.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tidy(List.of(rehearsal, login), dir)));
    try {
      return run(options, rehearsal, login) ? 0 : 1;
    } catch (IOException | RuntimeException | AssertionError e) {
      System.err.println("dev/transcript.sh: the comparison was not finished: " + e);
      e.printStackTrace();
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 2;
    }
  }

  private static void tidy(List<Rehearsal> rehearsals, Path dir) {
    try {
      for (Rehearsal rehearsal : rehearsals) {
        rehearsal.close();
      }
      Folders.delete(dir);
    } catch (IOException e) {
      System.err.println("dev/transcript.sh: " + dir + " may be left, with its servers: " + e);
    }
  }

  private static boolean run(Options options, Rehearsal rehearsal, Rehearsal login)
      throws IOException, InterruptedException {
    Transcript plain = new Transcript();
    Transcript other = new Transcript();
    String name = options.self ? "again" : "cluster";
    if (!options.only.equals(List.of(LoginScenario.NAME))) {
      plain.addAll(rehearsal.plain("plain", null, List.of()));
      other.addAll(
          options.self
              ? rehearsal.plain(name, plain, options.settings)
              : rehearsal.cluster(name, plain, Audience.ALL.size(), options.settings));
    }
    if (options.only.isEmpty() || options.only.contains(LoginScenario.NAME)) {
      plain.addAll(login.plain("login-plain", null, List.of(), login.login(false)));
      other.addAll(
          options.self
              ? login.plain("login-again", null, options.settings, login.login(false))
              : login.cluster(
                  "login-cluster", null, Audience.ALL.size(), options.settings, login.login(true)));
    }
    List<Difference> differences = Comparison.of(plain, other);
    print(differences, name, plain, System.out);
    if (options.keep != null) {
      Files.createDirectories(options.keep);
      plain.save(options.keep.resolve("plain.txt"));
      other.save(options.keep.resolve(name + ".txt"));
      System.err.println("The transcripts are in " + options.keep);
    }
    return differences.isEmpty();
  }

  /** How many steps of each group differ. */
  private static void summarise(List<Difference> differences, Transcript plain, PrintStream out) {
    Set<String> differing = new TreeSet<>();
    differences.forEach(d -> differing.add(d.step));
    Map<String, int[]> groups = new LinkedHashMap<>();
    for (String step : plain.names()) {
      int[] counts = groups.computeIfAbsent(step.split("/", 2)[0], g -> new int[2]);
      counts[0] += differing.contains(step) ? 1 : 0;
      counts[1]++;
    }
    out.println();
    groups.forEach((g, n) -> out.printf("%-14s %3d of %3d steps differ%n", g, n[0], n[1]));
    out.printf(
        "%d differences in %d of %d steps%n",
        differences.size(), differing.size(), plain.names().size());
  }

  /** By step, each with what was done in it. */
  private static void print(
      List<Difference> differences, String other, Transcript plain, PrintStream out) {
    String step = "";
    for (Difference difference : differences) {
      if (!difference.step.equals(step)) {
        step = difference.step;
        out.printf("%n%s%n", step);
        if (plain.step(step) != null) {
          plain
              .step(step)
              .getAsJsonArray("did")
              .forEach(d -> out.println("  > " + d.getAsString().replaceAll("\\s+", " ")));
        }
      }
      out.println(difference.text("plain", other));
    }
    summarise(differences, plain, out);
  }
}
