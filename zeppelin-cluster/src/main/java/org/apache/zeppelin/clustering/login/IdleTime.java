// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

/**
 * When a session has been idle for too long, and when the others must hear that it is not. A server
 * knows of the use of a session on the others only what they write, which is late by up to the
 * interval, and by their clocks: the allowance for both is given to the user. Pure functions of
 * wall clock times in milliseconds.
 */
final class IdleTime {

  /** A session must be written several times before it can end. */
  private static final int TOUCHES_PER_TIMEOUT = 4;

  private IdleTime() {}

  /** True when no server can have seen it used within its timeout; never for a negative timeout. */
  static boolean isOver(long now, long lastAccess, long timeout, LoginSettings settings) {
    return timeout >= 0
        && now - lastAccess
            > timeout + interval(timeout, settings) + settings.clockDifferenceMillis();
  }

  /** True when the others are to be told of this use. */
  static boolean isToBeWritten(
      long lastAccess, long written, long timeout, LoginSettings settings) {
    return lastAccess - written >= interval(timeout, settings);
  }

  private static long interval(long timeout, LoginSettings settings) {
    return timeout < 0
        ? settings.touchIntervalMillis()
        : Math.min(settings.touchIntervalMillis(), timeout / TOUCHES_PER_TIMEOUT);
  }
}
