// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.TicketEntry;

/**
 * The one ticket that a user has on all servers, with his roles of the last login. Thread safe; but
 * for {@link #known}, fails with {@link org.apache.zeppelin.clustering.metadata.MetadataException}
 * when there is no majority.
 */
final class Tickets {

  private final LoginEntries entries;
  private final Supplier<String> newTicket;

  /**
   * @param newTicket something that nobody can guess
   */
  Tickets(LoginEntries entries, Supplier<String> newTicket) {
    this.entries = entries;
    this.newTicket = newTicket;
  }

  /** The user's ticket; empty when he has logged out, or never logged in. */
  Optional<TicketEntry> find(String user) {
    return entries.read(Keys.ticket(user)).map(entry -> entry.getValue().getTicket());
  }

  /** The same without asking the others, for what grants nothing. */
  Optional<TicketEntry> known(String user) {
    return entries.known(Keys.ticket(user)).map(entry -> entry.getValue().getTicket());
  }

  /** The user's ticket, made if he has none; he is logged in with these roles. */
  TicketEntry obtain(String user, Collection<String> roles) {
    String key = Keys.ticket(user);
    List<String> sorted = new ArrayList<>(new TreeSet<>(roles));
    while (true) {
      Optional<Entry> entry = entries.latest(key);
      Optional<TicketEntry> present =
          entry.filter(e -> !entries.isBeingRemoved(key)).map(e -> e.getValue().getTicket());
      if (present.isPresent() && present.get().getRoles().equals(sorted)) {
        return present.get();
      }
      long version = entry.map(Entry::getVersion).orElse(0L);
      TicketEntry wanted =
          new TicketEntry(present.map(TicketEntry::getTicket).orElseGet(newTicket), sorted);
      if (entries.compareAndSet(key, version, EntryValue.ticket(wanted))) {
        return wanted;
      }
    }
  }

  /** The user has logged out: his ticket opens nothing any more, on any server. */
  void remove(String user) {
    Optional<String> ticket = known(user).or(() -> find(user)).map(TicketEntry::getTicket);
    ticket.ifPresent(
        old ->
            entries.remove(Keys.ticket(user), value -> value.getTicket().getTicket().equals(old)));
  }
}
