// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

/** Time limits of starting and using interpreter processes. Immutable. */
public final class InterpreterSettings {

  private final long startTimeoutMillis;
  private final long callTimeoutMillis;
  private final long placementWaitMillis;
  private final long placementRecheckMillis;

  /**
   * @param startTimeoutMillis longest start of a process: Zeppelin's own launch timeout and some
   * @param callTimeoutMillis longest answer of another server that has nothing to start
   * @param placementWaitMillis how long a start waits while every server is over its thresholds
   * @param placementRecheckMillis how often it looks again meanwhile
   */
  public InterpreterSettings(
      long startTimeoutMillis,
      long callTimeoutMillis,
      long placementWaitMillis,
      long placementRecheckMillis) {
    this.startTimeoutMillis = startTimeoutMillis;
    this.callTimeoutMillis = callTimeoutMillis;
    this.placementWaitMillis = placementWaitMillis;
    this.placementRecheckMillis = placementRecheckMillis;
  }

  public long startTimeoutMillis() {
    return startTimeoutMillis;
  }

  public long callTimeoutMillis() {
    return callTimeoutMillis;
  }

  public long placementWaitMillis() {
    return placementWaitMillis;
  }

  public long placementRecheckMillis() {
    return placementRecheckMillis;
  }
}
