// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.shiro.session.mgt.eis.SessionDAO;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;

/**
 * Who is logged in, on any server. Thread safe. Needs nothing but the metadata, so it answers as
 * soon as these do.
 */
public final class SharedLogins {

  private final SharedSessions sessions;
  private final Tickets tickets;

  /**
   * @param eventually commits logouts as soon as there is a majority
   * @param nanoTicker monotonic
   * @param wallClockMillis what Shiro stamps sessions with
   */
  public SharedLogins(
      Metadata metadata,
      Eventually eventually,
      LoginSettings settings,
      LongSupplier nanoTicker,
      LongSupplier wallClockMillis) {
    LoginEntries entries = new LoginEntries(metadata, eventually, settings, nanoTicker);
    this.sessions = new SharedSessions(entries, settings, wallClockMillis);
    this.tickets = new Tickets(entries, () -> UUID.randomUUID().toString());
  }

  /** Shiro's sessions; without a majority they throw what Jetty answers 503 to. */
  public SessionDAO sessions() {
    return sessions;
  }

  /**
   * The ticket that this server knows the user by; empty when he has logged out, or never logged
   * in.
   *
   * @throws MetadataException when there is no majority that knows
   */
  public Optional<Ticket> ticket(String user) {
    return tickets.find(user);
  }

  /**
   * The same for who shows one of the user's tickets, whichever server gave him that.
   *
   * @return empty when it is none of his, or he has logged out since
   * @throws MetadataException when there is no majority that knows
   */
  public Optional<Ticket> acceptTicket(String user, String shown) {
    return tickets.accept(user, shown);
  }

  /** His roles as this server has heard of them: it asks nobody, and they must grant nothing. */
  public Optional<List<String>> knownRoles(String user) {
    return tickets.roles(user);
  }

  /**
   * A ticket for a user who is logged in with these roles: the same on every server for the same
   * session.
   *
   * @param sessionId of the session in which he asks, empty when that is none
   * @throws MetadataException when there is no majority
   */
  public Ticket obtainTicket(String user, Collection<String> roles, Optional<String> sessionId) {
    return tickets.obtain(user, roles, sessionId);
  }

  /**
   * The user has logged out: his tickets open nothing any more.
   *
   * @throws MetadataException when only this server knows yet; the others will as soon as they can
   */
  public void removeTicket(String user) {
    tickets.remove(user);
  }
}
