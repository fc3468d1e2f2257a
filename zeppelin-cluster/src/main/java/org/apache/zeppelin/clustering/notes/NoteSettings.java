// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

/** Limits of what servers tell each other about notes. Immutable. */
public final class NoteSettings {

  private final long forwardMillis;
  private final long handlingMillis;
  private final long callMillis;
  private final int maxTextChars;
  private final int maxWaiting;
  private final long idleMillis;

  /**
   * @param forwardMillis how long a user's message is tried before he is told that it failed
   * @param handlingMillis how long the owner lets the other server wait for a message's end, so
   *     that they keep their order; what takes longer goes on by itself
   * @param callMillis longest wait for an answer of another server
   * @param maxTextChars longest message that is passed on, in characters
   * @param maxWaiting how many messages wait for another server before its browsers are shown
   *     everything anew instead
   * @param idleMillis how long an owner keeps a note that nobody looks at and in which nothing runs
   */
  public NoteSettings(
      long forwardMillis,
      long handlingMillis,
      long callMillis,
      int maxTextChars,
      int maxWaiting,
      long idleMillis) {
    this.forwardMillis = forwardMillis;
    this.handlingMillis = handlingMillis;
    this.callMillis = callMillis;
    this.maxTextChars = maxTextChars;
    this.maxWaiting = maxWaiting;
    this.idleMillis = idleMillis;
  }

  long forwardMillis() {
    return forwardMillis;
  }

  long handlingMillis() {
    return handlingMillis;
  }

  long callMillis() {
    return callMillis;
  }

  /** In characters. */
  public int maxTextChars() {
    return maxTextChars;
  }

  int maxWaiting() {
    return maxWaiting;
  }

  long idleMillis() {
    return idleMillis;
  }
}
