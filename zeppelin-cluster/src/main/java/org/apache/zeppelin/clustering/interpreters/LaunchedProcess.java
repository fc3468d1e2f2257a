// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Objects;

/** A process on this machine that this server, in this or a former life, launched for a group. */
public final class LaunchedProcess {

  private final long pid;
  private final String interpreterGroupId;

  public LaunchedProcess(long pid, String interpreterGroupId) {
    this.pid = pid;
    this.interpreterGroupId = Objects.requireNonNull(interpreterGroupId);
  }

  public long pid() {
    return pid;
  }

  public String interpreterGroupId() {
    return interpreterGroupId;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LaunchedProcess
        && ((LaunchedProcess) other).pid == pid
        && ((LaunchedProcess) other).interpreterGroupId.equals(interpreterGroupId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(pid, interpreterGroupId);
  }

  @Override
  public String toString() {
    return "pid " + pid + " of " + interpreterGroupId;
  }
}
