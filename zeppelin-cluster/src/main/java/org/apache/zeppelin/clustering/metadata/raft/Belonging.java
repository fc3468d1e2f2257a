// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this server belongs to the cluster: not yet, by now, or no more. */
final class Belonging {

  private static final Logger LOG = LoggerFactory.getLogger(Belonging.class);
  private static final long LOOK_MILLIS = 100;
  private static final long TELL_MILLIS = 60_000;

  private final MetadataSettings settings;
  private final Roster roster;
  private final LongSupplier term;
  private final Runnable end;
  private volatile Optional<String> gone = Optional.empty();
  private volatile boolean emptied;

  /**
   * @param term the present one of this server
   * @param end stops its Raft server; called once, by whoever hears first that it is a member no
   *     more, whom it must not keep waiting
   */
  Belonging(MetadataSettings settings, Roster roster, LongSupplier term, Runnable end) {
    this.settings = settings;
    this.roster = roster;
    this.term = term;
    this.end = end;
  }

  /**
   * True when this server is to wait for the leader of a cluster that is there already, by what the
   * others say before it starts.
   *
   * @param former true when it has run before
   * @throws MetadataException when it was removed, with what to do
   */
  boolean joins(boolean former, List<Told> told) {
    Arrival arrival = Arrival.of(settings.serverId(), former, told);
    if (arrival == Arrival.REMOVED) {
      throw new MetadataException(
          removed(Arrival.leader(told).get())
              + ". To have it belong again, delete "
              + settings.storageDir()
              + ", start it and add it as a new one");
    }
    emptied =
        arrival == Arrival.JOIN
            && told.stream().anyMatch(t -> t.members().contains(settings.serverId()));
    return arrival == Arrival.JOIN;
  }

  private String removed(Told leader) {
    return "Server "
        + settings.serverId()
        + " is no member of the cluster: it was removed, or never added. "
        + leader.by()
        + ", which leads, names "
        + leader.members();
  }

  /** What another server says now. */
  synchronized void told(Told told) {
    // An answer may be older than what this server has heard since.
    boolean removed =
        told.belongs()
            && told.leadsSince(term.getAsLong(), roster.index())
            && !told.members().contains(settings.serverId())
            && roster.belongs();
    if (removed && gone.isEmpty()) {
      gone = Optional.of(removed(told));
      LOG.error("{}. It serves nobody any more: end it", gone.get());
      end.run();
    }
  }

  /** Why it belongs no more; empty while it does, or waits to. */
  Optional<String> gone() {
    return gone;
  }

  /**
   * Waits until it belongs, however long that takes.
   *
   * @param told called now and then with a sentence for people, while it does not
   */
  void await(Consumer<String> told) throws InterruptedException {
    for (long waited = 0; !roster.belongs(); waited += LOOK_MILLIS) {
      if (waited % TELL_MILLIS == 0) {
        told.accept(waits());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private String waits() {
    if (emptied) {
      return "Server "
          + settings.serverId()
          + " is a member and has no metadata any more; it waits until the leader sends them again."
          + " If it does not within some seconds, this server asks another one to lead";
    }
    return "Server "
        + settings.serverId()
        + " waits to be added to the cluster: POST {\"address\":\""
        + settings.serverId()
        + "\"} to /api/cluster/servers of one of its members ("
        + String.join(", ", roster.others())
        + ")";
  }
}
