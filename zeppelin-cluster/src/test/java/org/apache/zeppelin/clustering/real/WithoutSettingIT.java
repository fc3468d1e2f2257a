// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Without zeppelin.cluster.addr a server with the module is as one without it. */
public class WithoutSettingIT {

  private static final List<String> PATHS =
      List.of(
          "/version",
          "/notebook",
          "/notebook-repositories",
          "/interpreter",
          "/interpreter/setting",
          "/interpreter/repository",
          "/configurations/all",
          "/credential",
          "/security/ticket",
          "/helium/all",
          "/cluster/address",
          "/cluster/nodes",
          "/cluster/servers",
          "/no/such/path");
  private static final Pattern LOGGED =
      Pattern.compile("^ *[A-Z]+ \\[[^]]*\\] \\(\\{(.*?)\\} (.*)$");

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  /** What one server answers, logs and runs; numbers and places of its own are taken out. */
  private static final class Seen {
    final Map<String, String> answers = new LinkedHashMap<>();
    final Set<String> log;
    final Set<String> threads;
    final List<String> command;

    Seen(RealCluster server, Path dir) throws Exception {
      for (String path : PATHS) {
        answers.put(path, general(server.raw(1, path), dir));
      }
      String text = server.run(1, "%sample echo hello").success();
      answers.put("a paragraph", text);
      log =
          server
              .log(1)
              .lines()
              .map(LOGGED::matcher)
              .filter(Matcher::matches)
              // Whether this one sees a short run at all is a matter of milliseconds.
              .filter(m -> !m.group(1).startsWith("JobStatusPoller"))
              .map(m -> general(m.group(1) + " " + m.group(2), dir))
              .collect(Collectors.toCollection(TreeSet::new));
      long pid = server.pid(1);
      threads = threads(pid);
      // Not from ProcessHandle, which knows no more than the first page of it.
      command =
          List.of(Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline")).split("\0"));
    }

    private static String general(String text, Path dir) {
      return text.replace(dir.toString(), "DIR")
          // Jetty runs a request in this way or in that.
          .replaceAll("\"stacktrace\":.*", "STACK")
          .replaceAll("@[0-9a-f]{5,}", "@HASH")
          .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "UUID")
          .replaceAll("(?<![0-9A-Za-z])2(?=[0-9]*[A-Z])[0-9A-Z]{8}(?![0-9A-Za-z])", "NOTE")
          .replaceAll("[0-9]+", "N");
    }

    private static Set<String> threads(long pid) throws Exception {
      Set<String> names =
          new Jvm(pid)
              .threads().stream()
                  .map(name -> name.replaceAll("[0-9a-f]{6,}|[0-9]+", "N"))
                  .collect(Collectors.toCollection(TreeSet::new));
      assertTrue(names.toString(), names.size() > 10);
      return names;
    }
  }

  private static Seen see(Map<String, String> environment) throws Exception {
    Path dir = FOLDER.newFolder().toPath();
    try (RealCluster server = RealCluster.up(dir, 1, environment, "--plain")) {
      return new Seen(server, dir);
    }
  }

  @Test
  public void nothingDiffers() throws Exception {
    String agent = "-javaagent:" + System.getProperty("cluster.jar");
    Seen plain = see(Map.of());
    Seen idle = see(Map.of("ZEPPELIN_JAVA_OPTS", agent));
    assertFalse(plain.command.toString(), plain.command.toString().contains("-javaagent"));
    assertTrue(idle.command.toString(), idle.command.contains(agent));
    for (Map.Entry<String, String> answer : plain.answers.entrySet()) {
      assertEquals(answer.getKey(), answer.getValue(), idle.answers.get(answer.getKey()));
    }
    assertEquals("more in the log", Set.of(), minus(idle.log, plain.log));
    assertEquals("less in the log", Set.of(), minus(plain.log, idle.log));
    // A pool may have made a thread more or less by then, but none of another kind.
    assertEquals("more threads", Set.of(), minus(idle.threads, plain.threads));
  }

  private static Set<String> minus(Set<String> some, Set<String> others) {
    Set<String> left = new TreeSet<>(some);
    left.removeAll(others);
    return left;
  }
}
