// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

/** How logins are shared. Immutable. */
public final class LoginSettings {

  private final long staleMaxMillis;
  private final long touchIntervalMillis;
  private final long clockDifferenceMillis;
  private final long waitMillis;

  /**
   * @param staleMaxMillis for how long a server may let somebody in after he was logged out on
   *     another
   * @param touchIntervalMillis how often a server tells the others that a session is used
   * @param clockDifferenceMillis by how much the wall clocks of two servers may differ
   * @param waitMillis how long a user waits when there is no majority
   */
  public LoginSettings(
      long staleMaxMillis, long touchIntervalMillis, long clockDifferenceMillis, long waitMillis) {
    this.staleMaxMillis = staleMaxMillis;
    this.touchIntervalMillis = touchIntervalMillis;
    this.clockDifferenceMillis = clockDifferenceMillis;
    this.waitMillis = waitMillis;
  }

  long staleMaxMillis() {
    return staleMaxMillis;
  }

  long touchIntervalMillis() {
    return touchIntervalMillis;
  }

  long clockDifferenceMillis() {
    return clockDifferenceMillis;
  }

  long waitMillis() {
    return waitMillis;
  }
}
