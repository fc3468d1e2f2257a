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

/**
 * The one ticket that a user has on all servers, with his roles of the last login. Thread safe; but
 * for {@link #known}, fails with {@link org.apache.zeppelin.clustering.metadata.MetadataException}
 * when there is no majority.
 */
final class Tickets {

  private final LoginEntries entries;
  private final TicketSeal seal;
  private final Supplier<String> newTicket;

  /**
   * @param seal of what is written
   * @param newTicket something that nobody can guess
   */
  Tickets(LoginEntries entries, TicketSeal seal, Supplier<String> newTicket) {
    this.entries = entries;
    this.seal = seal;
    this.newTicket = newTicket;
  }

  /** The user's ticket; empty when he has logged out, or never logged in. */
  Optional<Ticket> find(String user) {
    return entries.read(Keys.ticket(user)).flatMap(this::opened);
  }

  /** The same without asking the others, for what grants nothing. */
  Optional<Ticket> known(String user) {
    return entries.known(Keys.ticket(user)).flatMap(this::opened);
  }

  private Optional<Ticket> opened(Entry entry) {
    return seal.open(entry.getValue().getTicket());
  }

  /** The user's ticket, made if he has none; he is logged in with these roles. */
  Ticket obtain(String user, Collection<String> roles) {
    String key = Keys.ticket(user);
    List<String> sorted = new ArrayList<>(new TreeSet<>(roles));
    while (true) {
      Optional<Entry> entry = entries.latest(key);
      Optional<Ticket> present =
          entry.filter(e -> !entries.isBeingRemoved(key)).flatMap(this::opened);
      if (present.isPresent() && present.get().roles().equals(sorted)) {
        return present.get();
      }
      long version = entry.map(Entry::getVersion).orElse(0L);
      Ticket wanted = new Ticket(present.map(Ticket::text).orElseGet(newTicket), sorted);
      if (entries.compareAndSet(key, version, EntryValue.ticket(seal.close(wanted)))) {
        return wanted;
      }
    }
  }

  /** The user has logged out: his ticket opens nothing any more, on any server. */
  void remove(String user) {
    Optional<Ticket> ticket = known(user).or(() -> find(user));
    ticket.ifPresent(old -> entries.remove(Keys.ticket(user), value -> isThat(value, old)));
  }

  private boolean isThat(EntryValue value, Ticket ticket) {
    return seal.open(value.getTicket()).filter(t -> t.text().equals(ticket.text())).isPresent();
  }
}
