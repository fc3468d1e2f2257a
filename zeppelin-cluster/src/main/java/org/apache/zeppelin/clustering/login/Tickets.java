// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.TicketEntry;

/**
 * The tickets that a user shows on websockets, with his roles of the last login. The metadata have
 * digests of them only. So that every server gives a browser the same one nevertheless, it is made
 * of the browser's session, whose id no server has but while the browser asks.
 *
 * <p>Thread safe; but for {@link #roles}, fails with {@link
 * org.apache.zeppelin.clustering.metadata.MetadataException} when there is no majority.
 */
final class Tickets {

  /** Of one user; who logs in more often without logging out loses the oldest. */
  static final int MAX_TICKETS = 128;

  private final LoginEntries entries;
  private final Supplier<String> random;
  private final Map<String, Own> own = new ConcurrentHashMap<>();

  /** This server's ticket of a user from one of his logins to his logout. */
  private static final class Own {
    private final String id;
    private final String text;

    private Own(String id, String text) {
      this.id = id;
      this.text = text;
    }
  }

  /**
   * @param random something that nobody can guess, another each time
   */
  Tickets(LoginEntries entries, Supplier<String> random) {
    this.entries = entries;
    this.random = random;
  }

  /** This server's ticket of the user; empty when he has logged out, or never logged in. */
  Optional<Ticket> find(String user) {
    return read(user).map(entry -> ownTicket(user, entry));
  }

  /** The same for who shows one of his tickets, of whichever server; empty when it is none. */
  Optional<Ticket> accept(String user, String shown) {
    return read(user)
        .filter(
            entry ->
                entry.getDigests().contains(Digest.of(shown))
                    || shown.equals(ownTicket(user, entry).text()))
        .map(entry -> ownTicket(user, entry));
  }

  /** His roles without asking the others, for what grants nothing. */
  Optional<List<String>> roles(String user) {
    return entries.known(Keys.ticket(user)).map(entry -> ticket(entry).getRoles());
  }

  private Optional<TicketEntry> read(String user) {
    return entries.read(Keys.ticket(user)).map(Tickets::ticket);
  }

  private static TicketEntry ticket(Entry entry) {
    return entry.getValue().getTicket();
  }

  private Ticket ownTicket(String user, TicketEntry entry) {
    return new Ticket(ownText(user, entry.getId(), random), entry.getRoles());
  }

  private String ownText(String user, String id, Supplier<String> made) {
    return own.compute(
            user,
            (u, present) ->
                present != null && present.id.equals(id) ? present : new Own(id, made.get()))
        .text;
  }

  /**
   * A ticket for the user, who is logged in with these roles: that of his session, or of this
   * server when he has none.
   */
  Ticket obtain(String user, Collection<String> roles, Optional<String> sessionId) {
    String key = Keys.ticket(user);
    List<String> sorted = new ArrayList<>(new TreeSet<>(roles));
    while (true) {
      Optional<Entry> entry = entries.latest(key);
      Optional<TicketEntry> present =
          entry.filter(e -> !entries.isBeingRemoved(key)).map(Tickets::ticket);
      String id = present.map(TicketEntry::getId).orElseGet(random);
      String text =
          sessionId
              .map(session -> ofSession(id, session))
              .orElseGet(() -> present.isPresent() ? ownText(user, id, random) : random.get());
      TicketEntry wanted =
          new TicketEntry(
              id, sorted, with(present.map(TicketEntry::getDigests).orElse(List.of()), text));
      if (present.filter(wanted::equals).isPresent()
          || entries.compareAndSet(
              key, entry.map(Entry::getVersion).orElse(0L), EntryValue.ticket(wanted))) {
        ownText(user, id, () -> text);
        return new Ticket(text, sorted);
      }
    }
  }

  /** The id is in it so that no session gets a ticket again that was taken back. */
  private static String ofSession(String id, String sessionId) {
    return Digest.asUuid("ticket " + id + " of session " + sessionId);
  }

  private static List<String> with(List<String> digests, String text) {
    String digest = Digest.of(text);
    if (digests.contains(digest)) {
      return digests;
    }
    List<String> all = new ArrayList<>(digests);
    all.add(digest);
    return all.subList(Math.max(0, all.size() - MAX_TICKETS), all.size());
  }

  /** The user has logged out: his tickets open nothing any more, on any server. */
  void remove(String user) {
    String key = Keys.ticket(user);
    Optional<String> id =
        entries.known(key).or(() -> entries.read(key)).map(entry -> ticket(entry).getId());
    id.ifPresent(old -> entries.remove(key, value -> value.getTicket().getId().equals(old)));
  }
}
