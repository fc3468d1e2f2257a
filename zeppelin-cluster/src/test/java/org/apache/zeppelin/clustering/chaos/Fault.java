// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.List;
import java.util.Objects;

/** One thing that goes wrong, from when on and for how long. Immutable. */
final class Fault {

  /** How much of a cluster a fault takes away. */
  enum Weight {
    /** The servers that are hit do not count while it lasts. */
    HEAVY,
    /** Everybody goes on, worse. */
    LIGHT
  }

  enum Kind {
    KILL(Weight.HEAVY, 4, "kill -9 of a server, which is started again"),
    STOP(Weight.HEAVY, 1, "a server is ended as an administrator would, and started again"),
    PAUSE(Weight.HEAVY, 6, "SIGSTOP of a server, and SIGCONT"),
    KILL_UNSEEN(Weight.HEAVY, 5, "interpreter processes are killed while their manager sleeps"),
    CUT(Weight.HEAVY, 5, "a minority of the servers is cut off from the others, both ways"),
    CUT_LEADER(Weight.HEAVY, 5, "the leader is cut off: a majority has none"),
    DEAF(Weight.HEAVY, 3, "a server hears nothing from the others, which hear it"),
    MUTE(Weight.HEAVY, 3, "a server is heard by none of the others, and hears them"),
    PAIR(Weight.LIGHT, 4, "two servers do not reach each other; all others reach both"),
    RESET(
        Weight.LIGHT, 5, "all connections between two servers are reset, which the leader reaches"),
    LOSS(Weight.LIGHT, 4, "a part of the packets from and to a server is lost"),
    DELAY(Weight.LIGHT, 3, "packets of a server are late"),
    NARROW(Weight.LIGHT, 2, "a server's packets queue before a narrow link"),
    FULL_DISK(Weight.HEAVY, 2, "the disk that holds a server's metadata is full"),
    DAMAGE(Weight.HEAVY, 2, "kill -9, a file of the log or a snapshot is damaged, start"),
    KILL_PROCESS(Weight.LIGHT, 5, "kill -9 of an interpreter process"),
    PAUSE_PROCESS(Weight.LIGHT, 1, "SIGSTOP of an interpreter process, and SIGCONT");

    final Weight weight;
    final int frequency;
    final String meaning;

    Kind(Weight weight, int frequency, String meaning) {
      this.weight = weight;
      this.frequency = frequency;
      this.meaning = meaning;
    }
  }

  final long atMillis;
  final long forMillis;
  final Kind kind;

  /** Numbers of the servers that are hit, from 1; 0 for whom the kind of fault names then. */
  final List<Integer> servers;

  /** Chooses what the kind leaves open, as the file and the bit that is turned. */
  final long choice;

  Fault(long atMillis, long forMillis, Kind kind, List<Integer> servers, long choice) {
    this.atMillis = atMillis;
    this.forMillis = forMillis;
    this.kind = kind;
    this.servers = List.copyOf(servers);
    this.choice = choice;
  }

  long endMillis() {
    return atMillis + forMillis;
  }

  boolean heavy() {
    return kind.weight == Weight.HEAVY;
  }

  private String zero() {
    switch (kind) {
      case KILL_UNSEEN:
        return "[manager";
      case RESET:
        return "[followers";
      default:
        return "[leader";
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fault && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return Objects.hash(toString());
  }

  @Override
  public String toString() {
    return String.format(
        "%6.1f s  %-13s %-7s for %4.1f s  (%d)",
        atMillis / 1_000.0,
        kind,
        servers.toString().replace("[0", zero()),
        forMillis / 1_000.0,
        choice);
  }
}
