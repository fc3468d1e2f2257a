// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.Collection;
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
   * @param seal of the tickets in the metadata
   * @param nanoTicker monotonic
   * @param wallClockMillis what Shiro stamps sessions with
   */
  public SharedLogins(
      Metadata metadata,
      Eventually eventually,
      LoginSettings settings,
      TicketSeal seal,
      LongSupplier nanoTicker,
      LongSupplier wallClockMillis) {
    LoginEntries entries = new LoginEntries(metadata, eventually, settings, nanoTicker);
    this.sessions = new SharedSessions(entries, settings, wallClockMillis);
    this.tickets = new Tickets(entries, seal, () -> UUID.randomUUID().toString());
  }

  /** Shiro's sessions; without a majority they throw what Jetty answers 503 to. */
  public SessionDAO sessions() {
    return sessions;
  }

  /**
   * The user's ticket; empty when he has logged out, or never logged in.
   *
   * @throws MetadataException when there is no majority that knows
   */
  public Optional<Ticket> ticket(String user) {
    return tickets.find(user);
  }

  /** The same from what this server has heard: it asks nobody, and must grant nothing. */
  public Optional<Ticket> knownTicket(String user) {
    return tickets.known(user);
  }

  /**
   * The ticket of a user who is logged in with these roles; made if he has none.
   *
   * @throws MetadataException when there is no majority
   */
  public Ticket obtainTicket(String user, Collection<String> roles) {
    return tickets.obtain(user, roles);
  }

  /**
   * The user has logged out: his ticket opens nothing any more.
   *
   * @throws MetadataException when only this server knows yet; the others will as soon as they can
   */
  public void removeTicket(String user) {
    tickets.remove(user);
  }
}
