// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.List;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;

/** This server's Zeppelin, as far as interpreter processes go. Any thread may call. */
public interface LocalInterpreters {

  /**
   * Starts the process of the group with Zeppelin's own launcher and waits until it registered.
   *
   * @throws IOException with what the process wrote before it failed; nothing of it is left then
   */
  LocalProcess start(GroupRequest request, long epoch) throws IOException;

  /**
   * Whether the setting is still the one that the request was made of, as of the claim of that
   * epoch.
   *
   * @throws IOException when this server does not know it in time
   */
  boolean upToDate(GroupRequest request, long epoch) throws IOException;

  /**
   * Takes over a process whose manager is gone: from now on it reports to this server.
   *
   * @throws IOException when it does not answer, or is another than it should be
   */
  LocalProcess adopt(ProcessEntry process) throws IOException;

  /** The process has another manager than this server knew, and goes on. */
  void moved(RunningProcess process);

  /** Drops what this server knows of the group up to that epoch; touches no process. */
  void forget(String interpreterGroupId, long epoch, String reason);

  /** Drops one session of the process of that epoch; touches no process. */
  void forgetSession(String interpreterGroupId, long epoch, String sessionId);

  /** Tells the group, if it is used here with that epoch, which web page its process serves. */
  void webUrl(String interpreterGroupId, long epoch, String url);

  /** False when the process is said to be on this host and its pid belongs to another. */
  boolean plausible(ProcessEntry process);

  /** True when this server could be the manager of the process: it can reach it. Blocks. */
  boolean reachable(ProcessEntry process);

  /** The living processes of this machine that this server launched, in this or a former life. */
  List<LaunchedProcess> launched();

  /** Ends such a process at once. */
  void end(LaunchedProcess process);

  /**
   * Ends a process whose manager is gone: asks it at its port, and on its own host by its pid.
   * Returns when it no longer answers.
   *
   * @throws IOException when it may still live, with the reason
   */
  void retire(ProcessEntry process) throws IOException;
}
