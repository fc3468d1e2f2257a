// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.metadata.wire.RequireSessionCommand;

/**
 * Every change that the life of an interpreter process makes to the metadata. All are fenced: by
 * the version that was read, and by the session of the server that decides.
 */
public final class ProcessCommands {

  private static final long ABSENT = 0;

  private ProcessCommands() {}

  /** Key of the process of a group. */
  public static String key(String interpreterGroupId) {
    return "process/" + interpreterGroupId;
  }

  /** Takes the right to start. Its log index becomes the epoch; it ends with the session. */
  public static List<Command> claim(GroupRequest request, String server, String session) {
    return List.of(
        requireSession(session),
        tied(request.interpreterGroupId(), ABSENT, starting(request, server, session), session));
  }

  /**
   * Gives a failed start's claim a new epoch: whoever was asked under the old one is fenced off.
   */
  public static List<Command> claimAgain(
      GroupRequest request, String server, String session, long version) {
    String key = key(request.interpreterGroupId());
    CompareAndSetCommand fence = new CompareAndSetCommand(key, version);
    return List.of(
        requireSession(session),
        Command.compareAndSet(fence),
        tied(request.interpreterGroupId(), ABSENT, starting(request, server, session), session));
  }

  /** Turns the claim into a running process; its epoch stays. */
  public static List<Command> running(
      Entry claim, String manager, String session, LocalProcess process, long startTimeMillis) {
    ProcessEntry entry = claim.getValue().getProcess().deepCopy();
    entry.setState(ProcessState.RUNNING);
    entry.setManager(manager);
    entry.setManagerSession(session);
    entry.setHost(process.host());
    entry.setPort(process.port());
    entry.setPid(process.pid());
    entry.setStartTimeMillis(startTimeMillis);
    entry.setExisting(process.existing());
    return List.of(requireSession(session), replace(claim, entry));
  }

  /** Says that the process is being stopped: nobody attaches any more. */
  public static List<Command> stopping(Entry running, String session) {
    ProcessEntry entry = running.getValue().getProcess().deepCopy();
    entry.setState(ProcessState.STOPPING);
    return List.of(requireSession(session), replace(running, entry));
  }

  /** The same for one that was lost, with the reason. */
  public static List<Command> lost(Entry running, String reason, String session) {
    ProcessEntry entry = running.getValue().getProcess().deepCopy();
    entry.setState(ProcessState.STOPPING);
    entry.setLost(reason);
    return List.of(requireSession(session), replace(running, entry));
  }

  /** Another manager, or another session of the same: the process and its epoch stay. */
  public static List<Command> managedBy(Entry running, String server, String session) {
    ProcessEntry entry = running.getValue().getProcess().deepCopy();
    entry.setManager(server);
    entry.setManagerSession(session);
    return List.of(requireSession(session), replace(running, entry));
  }

  /** Says which interpreters are in the process. */
  public static List<Command> sessions(
      Entry running, Map<String, Set<String>> classesBySession, String session) {
    ProcessEntry entry = running.getValue().getProcess().deepCopy();
    entry.setSessions(classesBySession);
    return List.of(requireSession(session), replace(running, entry));
  }

  /** Names the web page that the process serves. */
  public static List<Command> webUrl(Entry running, String url, String session) {
    ProcessEntry entry = running.getValue().getProcess().deepCopy();
    entry.setWebUrl(url);
    return List.of(requireSession(session), replace(running, entry));
  }

  /** Removes exactly this entry, or nothing. */
  public static List<Command> remove(Entry entry) {
    return List.of(
        Command.compareAndSet(new CompareAndSetCommand(entry.getKey(), entry.getVersion())));
  }

  private static Command replace(Entry entry, ProcessEntry value) {
    CompareAndSetCommand command =
        new CompareAndSetCommand(entry.getKey(), entry.getVersion())
            .setValue(EntryValue.process(value));
    return Command.compareAndSet(command);
  }

  private static Command tied(
      String interpreterGroupId, long version, ProcessEntry value, String session) {
    CompareAndSetCommand command =
        new CompareAndSetCommand(key(interpreterGroupId), version)
            .setValue(EntryValue.process(value))
            .setSession(session);
    return Command.compareAndSet(command);
  }

  private static Command requireSession(String session) {
    return Command.requireSession(new RequireSessionCommand(session));
  }

  private static ProcessEntry starting(GroupRequest request, String server, String session) {
    return new ProcessEntry(
        request.interpreterGroupId(),
        request.settingId(),
        request.settingName(),
        request.userName(),
        request.noteId(),
        ProcessState.STARTING,
        server,
        session);
  }
}
