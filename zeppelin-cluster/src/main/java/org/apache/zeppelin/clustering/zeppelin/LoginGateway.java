// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.shiro.session.mgt.eis.SessionDAO;
import org.apache.shiro.util.ThreadContext;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.login.SharedLogins;
import org.apache.zeppelin.clustering.login.Ticket;
import org.apache.zeppelin.clustering.zeppelin.release.TicketEntries;
import org.apache.zeppelin.ticket.TicketContainer;

/** Logins as Zeppelin asks for them. Thread safe. */
@TouchesZeppelin("know who is logged in on any server")
final class LoginGateway {

  private final SharedLogins logins;

  LoginGateway(Services services) {
    this.logins =
        new SharedLogins(
            services.metadata(),
            services.retries()::submit,
            services.settings().logins(),
            System::nanoTime,
            System::currentTimeMillis);
  }

  SessionDAO sessions() {
    return logins.sessions();
  }

  Optional<TicketContainer.Entry> ticket(String user) {
    return logins.ticket(user).map(ticket -> entry(user, ticket));
  }

  /** The same for who shows one of his tickets, of whichever server; empty when it is none. */
  Optional<TicketContainer.Entry> accepted(String user, String shown) {
    return logins.acceptTicket(user, shown).map(ticket -> entry(user, ticket));
  }

  TicketContainer.Entry ticket(String user, Set<String> roles) {
    return entry(user, logins.obtainTicket(user, roles, sessionId()));
  }

  /** Of the request that this thread handles. */
  private static Optional<String> sessionId() {
    return Optional.ofNullable(ThreadContext.getSubject())
        .map(subject -> subject.getSession(false))
        .map(session -> session.getId().toString());
  }

  void removeTicket(String user) {
    logins.removeTicket(user);
  }

  Optional<Set<String>> roles(String user) {
    return logins.knownRoles(user).map(HashSet::new);
  }

  /** Zeppelin adds to the roles that it gets. */
  private TicketContainer.Entry entry(String user, Ticket ticket) {
    return TicketEntries.entry(ticket.text(), user, new HashSet<>(ticket.roles()));
  }
}
