// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.zeppelin.clustering.interpreters.LaunchedProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whose interpreter process a pid is, by the command line that Zeppelin gives it: {@code
 * RemoteInterpreterServer eventHost eventPort interpreterGroupId portRange}.
 */
final class ProcessIdentity {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessIdentity.class);

  /** Variable in the environment of each process that a server launches: the server's id. */
  static final String LAUNCHED_BY = "ZEPPELIN_CLUSTER_LAUNCHED_BY";

  private static final String MAIN_CLASS =
      "org.apache.zeppelin.interpreter.remote.RemoteInterpreterServer";

  /** The processes of the group that report to that event port of this host. */
  Set<Long> all(String interpreterGroupId, int eventPort) {
    return handles(interpreterGroupId, eventPort)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /**
   * The process of the group that reports to that event port of this host; empty when unseen.
   *
   * @param older pids that are not meant: one that is ending may still be there
   */
  Optional<ProcessHandle> find(String interpreterGroupId, int eventPort, Set<Long> older) {
    return handles(interpreterGroupId, eventPort)
        .filter(handle -> !older.contains(handle.pid()))
        .findFirst();
  }

  private static Stream<ProcessHandle> handles(String interpreterGroupId, int eventPort) {
    return ProcessHandle.allProcesses()
        .filter(handle -> names(handle, interpreterGroupId, String.valueOf(eventPort)));
  }

  /**
   * The living interpreter processes that say in their environment that this server launched them;
   * none where the operating system does not show it.
   */
  List<LaunchedProcess> launchedBy(String serverId) {
    String mark = LAUNCHED_BY + "=" + serverId;
    List<LaunchedProcess> launched = new ArrayList<>();
    ProcessHandle.allProcesses()
        .forEach(
            handle ->
                argument(commandLine(handle), 2)
                    .filter(group -> says(handle.pid(), mark))
                    .ifPresent(group -> launched.add(new LaunchedProcess(handle.pid(), group))));
    return launched;
  }

  private static boolean says(long pid, String mark) {
    Path file = Path.of("/proc", String.valueOf(pid), "environ");
    try {
      String variables = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return Arrays.asList(variables.split("\0")).contains(mark);
    } catch (IOException e) {
      LOGGER.debug("The environment of pid {} cannot be read", pid, e);
      return false;
    }
  }

  /** True when the pid is a process of the group, or when it cannot be told. */
  boolean mayBe(long pid, String interpreterGroupId) {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isEmpty()) {
      return false;
    }
    List<String> command = commandLine(handle.get());
    return command.isEmpty() || argument(command, 2).equals(Optional.of(interpreterGroupId));
  }

  private static boolean names(ProcessHandle handle, String interpreterGroupId, String eventPort) {
    List<String> command = commandLine(handle);
    return argument(command, 2).equals(Optional.of(interpreterGroupId))
        && argument(command, 1).equals(Optional.of(eventPort));
  }

  private static Optional<String> argument(List<String> command, int index) {
    int main = command.indexOf(MAIN_CLASS);
    int at = main + 1 + index;
    return main < 0 || at >= command.size() ? Optional.empty() : Optional.of(command.get(at));
  }

  /** Read from /proc where there is one: the JDK cuts a long class path, and what follows it. */
  private static List<String> commandLine(ProcessHandle handle) {
    Path file = Path.of("/proc", String.valueOf(handle.pid()), "cmdline");
    if (Files.exists(file)) {
      try {
        String line = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return line.isEmpty() ? Collections.emptyList() : Arrays.asList(line.split("\0"));
      } catch (IOException e) {
        LOGGER.debug("Command line of pid {} cannot be read", handle.pid(), e);
        return Collections.emptyList();
      }
    }
    return handle.info().arguments().map(Arrays::asList).orElse(Collections.emptyList());
  }
}
