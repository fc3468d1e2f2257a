// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The servers of a cluster: those that vote on what is committed, and listeners, which get all that
 * is committed and have no vote. Immutable; the rules of who votes are here, and pure.
 */
public final class Membership {

  /** More would make every write slower and hardly anything safer: seven bear the loss of three. */
  public static final int MAX_VOTERS = 7;

  private static final int BOTH = 2;

  private final List<String> voters;
  private final List<String> listeners;

  private Membership(Collection<String> voters, Collection<String> listeners) {
    this.voters = List.copyOf(new TreeSet<>(voters));
    this.listeners = List.copyOf(new TreeSet<>(listeners));
  }

  public static Membership of(Collection<String> voters, Collection<String> listeners) {
    return new Membership(voters, listeners);
  }

  /**
   * How a cluster of these servers begins; the same whatever their order.
   *
   * @param maxVoters how many may vote
   */
  public static Membership initial(Collection<String> servers, int maxVoters) {
    List<String> sorted = List.copyOf(new TreeSet<>(servers));
    int voters = votersFor(sorted.size(), maxVoters);
    return new Membership(sorted.subList(0, voters), sorted.subList(voters, sorted.size()));
  }

  /**
   * How many of so many servers are to vote: an odd number, for a fourth vote makes a majority
   * larger and bears no more losses than three do. Two both vote, so that what was acknowledged is
   * on both disks.
   */
  public static int votersFor(int servers, int maxVoters) {
    int most = Math.min(servers, maxVoters);
    return most <= BOTH || most % 2 == 1 ? most : most - 1;
  }

  /**
   * With one server more. Nobody loses its vote.
   *
   * @param present tells which of the listeners may be given a vote
   * @param maxVoters how many may vote
   */
  public Membership with(String server, Predicate<String> present, int maxVoters) {
    if (contains(server)) {
      return this;
    }
    List<String> waiting = new ArrayList<>(listeners);
    // Last: the others have all that is committed already.
    waiting.add(server);
    return promoted(voters, waiting, s -> s.equals(server) || present.test(s), maxVoters);
  }

  /**
   * Without that server. Nobody else loses its vote; listeners may get one.
   *
   * @param present tells which of the listeners may be given a vote
   * @param maxVoters how many may vote
   */
  public Membership without(String server, Predicate<String> present, int maxVoters) {
    List<String> voting = new ArrayList<>(voters);
    List<String> waiting = new ArrayList<>(listeners);
    voting.remove(server);
    waiting.remove(server);
    return promoted(voting, waiting, present, maxVoters);
  }

  private static Membership promoted(
      List<String> voting, List<String> waiting, Predicate<String> present, int maxVoters) {
    // Fewer new votes than old ones: the old voters must be able to outvote those to come.
    int most = Math.min(BOTH, Math.max(1, voting.size() - 1));
    int votes =
        Math.min(votersFor(voting.size() + waiting.size(), maxVoters), voting.size() + most);
    List<String> voters = new ArrayList<>(voting);
    List<String> listeners = new ArrayList<>();
    for (String server : waiting) {
      if (voters.size() < votes && present.test(server)) {
        voters.add(server);
      } else {
        listeners.add(server);
      }
    }
    return new Membership(voters, listeners);
  }

  /** In order. */
  public List<String> voters() {
    return voters;
  }

  /** In order. */
  public List<String> listeners() {
    return listeners;
  }

  /** Voters and listeners, in order. */
  public List<String> all() {
    TreeSet<String> all = new TreeSet<>(voters);
    all.addAll(listeners);
    return List.copyOf(all);
  }

  public boolean contains(String server) {
    return voters.contains(server) || listeners.contains(server);
  }

  public boolean votes(String server) {
    return voters.contains(server);
  }

  /** How many voters a commit needs. */
  public int majority() {
    return voters.size() / 2 + 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Membership
        && ((Membership) other).voters.equals(voters)
        && ((Membership) other).listeners.equals(listeners);
  }

  @Override
  public int hashCode() {
    return Objects.hash(voters, listeners);
  }

  @Override
  public String toString() {
    return String.join(", ", voters)
        + (listeners.isEmpty() ? "" : "; listeners " + String.join(", ", listeners));
  }
}
