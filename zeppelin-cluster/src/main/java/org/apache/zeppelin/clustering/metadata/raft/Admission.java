// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.TreeSet;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.security.PeerNames;

/**
 * Whose certificates count: those of members, as this server's log says it, or a later answer of
 * another member does, for whoever leads now may have been added while this server was away. While
 * it waits to be added, it cannot know who leads, and all that are certified count. Any thread.
 */
final class Admission {

  private final Roster roster;
  private volatile Told latest;

  Admission(Roster roster) {
    this.roster = roster;
  }

  /** What another member says; the later of two that know as much counts. */
  synchronized void told(Told told) {
    if (told.belongs() && (latest == null || told.committed() >= latest.committed())) {
      latest = told;
    }
  }

  boolean admits(X509Certificate peer) {
    if (!roster.belongs()) {
      return true;
    }
    Told told = latest;
    return named(peer, roster.members())
        || told != null && told.committed() > roster.index() && named(peer, told.members());
  }

  private static boolean named(X509Certificate peer, Membership members) {
    Collection<String> hosts = new TreeSet<>();
    members.all().forEach(server -> hosts.add(server.substring(0, server.lastIndexOf(':'))));
    return PeerNames.oneOf(peer, hosts);
  }
}
