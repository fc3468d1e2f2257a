// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What this server has of the notes that it has claimed. Any thread may call. */
final class NoteClaims {

  private final Map<String, Claim> owned = new ConcurrentHashMap<>();

  /** What this server has of a note that it owns. */
  static final class Claim {
    private final String session;
    private final long version;

    Claim(String session, long version) {
      this.session = session;
      this.version = version;
    }

    String session() {
      return session;
    }

    /** Of the entry. */
    long version() {
      return version;
    }
  }

  Optional<Claim> get(String noteId) {
    return Optional.ofNullable(owned.get(noteId));
  }

  /** In order. */
  List<String> notes() {
    return owned.keySet().stream().sorted().collect(Collectors.toList());
  }

  void put(String noteId, Claim claim) {
    owned.put(noteId, claim);
  }

  Optional<Claim> remove(String noteId) {
    return Optional.ofNullable(owned.remove(noteId));
  }

  void sessionLost(String session) {
    owned.values().removeIf(claim -> claim.session.equals(session));
  }

  /** The entry of the note was changed at that index of the log. */
  void changed(String noteId, long index) {
    // A claim may be known here before the log comes to it.
    owned.computeIfPresent(noteId, (id, claim) -> index > claim.version ? null : claim);
  }

  void clear() {
    owned.clear();
  }
}
