// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/**
 * Which sessions the leader still hears, and which are over. No clock inside; times are monotonic
 * nanoseconds of the leader alone, so that nothing is compared across machines or terms.
 *
 * <p>A session found due stays due for the rest of the term: its server's heartbeats are not
 * accepted any more, because the commit that ends it may already be on its way.
 */
final class SessionTable {

  /** What a heartbeat meant. */
  enum Heard {
    /** The session lives on. */
    ALIVE,
    /** The session is being ended; it must not be told that it is open. */
    ENDING,
    /** No such session. */
    UNKNOWN
  }

  private static final class Row {

    private final Session session;
    private long heardNanos;
    private boolean heard;
    private String ending;

    private Row(Session session, long heardNanos) {
      this.session = session;
      this.heardNanos = heardNanos;
    }

    private boolean silentFor(long nanos, long now) {
      return now - heardNanos > nanos;
    }
  }

  private final long pauseNanos;
  private final Map<String, Row> rows = new TreeMap<>();
  private long lastLookNanos;

  /**
   * @param pauseNanos when the leader itself did not look for longer than this, it was paused, and
   *     the silence was perhaps its own: everyone gets the full timeout again
   */
  SessionTable(long pauseNanos) {
    this.pauseNanos = pauseNanos;
  }

  /** A term as leader starts: nobody is known yet, everyone will get the full timeout. */
  void lead(long now) {
    rows.clear();
    lastLookNanos = now;
  }

  /** Takes over which sessions are open; a session that is new here counts as heard now. */
  void observe(Collection<Session> open, long now) {
    Map<String, Session> byId = new HashMap<>();
    open.forEach(session -> byId.put(session.getId(), session));
    rows.keySet().retainAll(byId.keySet());
    byId.forEach((id, session) -> rows.computeIfAbsent(id, key -> new Row(session, now)));
  }

  /** A heartbeat of the session arrived. */
  Heard heard(String session, long now) {
    Row row = rows.get(session);
    if (row == null) {
      return Heard.UNKNOWN;
    }
    if (row.ending != null) {
      return Heard.ENDING;
    }
    row.heardNanos = now;
    row.heard = true;
    return Heard.ALIVE;
  }

  /** The session's server refused a connection; void when a heartbeat came since the attempt. */
  void refused(String session, long triedNanos) {
    Row row = rows.get(session);
    if (row != null && row.ending == null && triedNanos - row.heardNanos > 0) {
      row.ending = "its service port refuses connections: the server has crashed or was stopped";
    }
  }

  /** Looks at all sessions: ids of those to end, with the reason. Says them again until gone. */
  Map<String, String> due(long now) {
    boolean wasPaused = now - lastLookNanos > pauseNanos;
    lastLookNanos = now;
    Map<String, String> due = new TreeMap<>();
    for (Row row : rows.values()) {
      if (wasPaused && row.ending == null) {
        row.heardNanos = now;
      }
      long timeoutMillis = row.session.getTimeoutMillis();
      if (row.ending == null && row.silentFor(TimeUnit.MILLISECONDS.toNanos(timeoutMillis), now)) {
        row.ending = "not heard for " + timeoutMillis + " ms";
      }
      if (row.ending != null) {
        due.put(row.session.getId(), row.ending);
      }
    }
    return due;
  }

  /**
   * Sessions that have been silent for longer than that, or were never heard in this term, and are
   * not due yet. A new leader follows one that is perhaps dead, and need not wait to ask.
   */
  List<Session> doubtful(long nanos, long now) {
    List<Session> silent = new ArrayList<>();
    for (Row row : rows.values()) {
      if (row.ending == null && (!row.heard || row.silentFor(nanos, now))) {
        silent.add(row.session);
      }
    }
    return silent;
  }

  /** Servers with a session that is not due. */
  Set<String> owners() {
    Set<String> owners = new HashSet<>();
    rows.values().forEach(row -> owners.add(row.session.getOwner()));
    return owners;
  }
}
