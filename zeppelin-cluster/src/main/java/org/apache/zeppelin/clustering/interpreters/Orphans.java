// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;

/**
 * Which processes on this machine nobody may use any more: those that the metadata did not name at
 * two looks in a row. One look is not enough, for what it sees of the machine and of the metadata
 * is not of one moment. Pure; for one thread.
 */
final class Orphans {

  private final String serverId;
  private Set<LaunchedProcess> suspects = Set.of();

  /**
   * @param serverId this server's id
   */
  Orphans(String serverId) {
    this.serverId = serverId;
  }

  /**
   * @param seen processes that this server launched and that live
   * @param entries what the metadata say of processes, by group
   * @param startingHere tells whether this server just starts a process of the group
   * @return those to end
   */
  List<LaunchedProcess> look(
      Collection<LaunchedProcess> seen,
      Map<String, ProcessEntry> entries,
      Predicate<String> startingHere) {
    Set<LaunchedProcess> unnamed = new HashSet<>();
    for (LaunchedProcess process : seen) {
      if (!startingHere.test(process.interpreterGroupId())
          && !names(entries.get(process.interpreterGroupId()), process)) {
        unnamed.add(process);
      }
    }
    List<LaunchedProcess> orphans =
        unnamed.stream().filter(suspects::contains).collect(Collectors.toList());
    suspects = unnamed;
    return orphans;
  }

  /** Nobody knows: what was seen before does not count. */
  void forget() {
    suspects = Set.of();
  }

  private boolean names(ProcessEntry entry, LaunchedProcess process) {
    // A pid of 0 is that of a process whose pid could not be found out.
    return entry != null
        && entry.isSetHost()
        && !isBeingEndedByAnother(entry)
        && (entry.getPid() == process.pid() || entry.getPid() == 0);
  }

  /** From afar a process that hangs cannot be killed, only asked. */
  private boolean isBeingEndedByAnother(ProcessEntry entry) {
    return entry.getState() == ProcessState.STOPPING && !entry.getManager().equals(serverId);
  }
}
