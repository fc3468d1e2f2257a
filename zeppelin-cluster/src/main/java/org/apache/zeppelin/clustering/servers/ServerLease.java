// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.Optional;

/**
 * A server's own belief in its session: it ends before anyone else can end the session for its
 * silence. No clock inside; times are monotonic nanoseconds of this server alone.
 *
 * <p>The leader gives a session its whole timeout from when it hears the server. The server counts
 * from when it sent what the leader heard, which is earlier, and stops at {@link #USABLE} of the
 * timeout, which allows for clocks that run at different speeds.
 */
public final class ServerLease {

  /** Part of the session's timeout during which the server may act after a renewal. */
  public static final double USABLE = 0.8;

  /** Where the session stands, as its server sees it. */
  public enum State {
    /** None was opened yet, or it was given back. */
    NONE,
    /** Renewed lately. */
    OPEN,
    /** Not renewed for too long; it may still be open, and a renewal brings it back. */
    LAPSED,
    /** The cluster ended it; only a new one helps. */
    EXPIRED
  }

  private final long usableNanos;
  private State without = State.NONE;
  private String session;
  private long renewedNanos;

  public ServerLease(long timeoutNanos) {
    this.usableNanos = (long) (timeoutNanos * USABLE);
  }

  /**
   * @param sentNanos when the request that opened the session was sent
   */
  public void opened(String newSession, long sentNanos) {
    session = newSession;
    renewedNanos = sentNanos;
  }

  /**
   * The leader answered a heartbeat that was sent at that time; no effect for another session.
   *
   * @param sentNanos when the heartbeat was sent, not when its answer came
   */
  public void renewed(String renewedSession, long sentNanos) {
    if (isCurrent(renewedSession) && sentNanos - renewedNanos > 0) {
      renewedNanos = sentNanos;
    }
  }

  /**
   * The session is over.
   *
   * @return true when that is news
   */
  public boolean expired(String expiredSession) {
    boolean news = isCurrent(expiredSession);
    if (news) {
      session = null;
      without = State.EXPIRED;
    }
    return news;
  }

  /** Gives the session up, as at a stop of the server. */
  public void closed() {
    session = null;
    without = State.NONE;
  }

  private boolean isCurrent(String other) {
    return session != null && session.equals(other);
  }

  /** Where the session stands at that time. */
  public State state(long nowNanos) {
    if (session == null) {
      return without;
    }
    return isFresh(nowNanos) ? State.OPEN : State.LAPSED;
  }

  private boolean isFresh(long nowNanos) {
    return nowNanos - renewedNanos < usableNanos;
  }

  /** True while no other server can take this one for dead because of its silence. */
  public boolean mayAct(long nowNanos) {
    return session != null && isFresh(nowNanos);
  }

  /** The session that was opened and is not known to have ended, whether or not it may be used. */
  public Optional<String> current() {
    return Optional.ofNullable(session);
  }

  /** The session while {@link #mayAct}. */
  public Optional<String> usable(long nowNanos) {
    return mayAct(nowNanos) ? current() : Optional.empty();
  }
}
