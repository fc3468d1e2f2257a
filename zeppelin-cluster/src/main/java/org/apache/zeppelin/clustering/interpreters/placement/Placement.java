// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides where a process starts: the rules first, then the policy. Pure; for any thread. */
public final class Placement {

  private final PlacementSettings settings;
  private final PlacementRules rules;
  private final PlacementPolicy policy;

  /**
   * With the policy that the settings name.
   *
   * @throws IllegalArgumentException when there is no such policy
   */
  public Placement(PlacementSettings settings) {
    this(settings, Policies.named(settings));
  }

  /** With a policy of the caller's own. */
  public Placement(PlacementSettings settings, PlacementPolicy policy) {
    this.settings = settings;
    this.rules = new PlacementRules(settings);
    this.policy = policy;
  }

  /**
   * @param servers every server of the cluster, those that are offline included
   */
  public PlacementDecision decide(PlacementRequest request, List<Candidate> servers) {
    int ofUser = servers.stream().mapToInt(Candidate::userProcesses).sum();
    int most = settings.maxProcessesPerUser();
    if (most > 0 && ofUser >= most) {
      return PlacementDecision.refused(
          "User "
              + request.user()
              + " has reached the limit of processes: "
              + ofUser
              + " of "
              + most
              + ". Stop an interpreter of yours first.");
    }
    List<Candidate> admitted = new ArrayList<>();
    List<Obstacle> obstacles = new ArrayList<>();
    for (Candidate server : sortedById(servers)) {
      Optional<Obstacle> obstacle = rules.obstacle(request, server);
      obstacle.ifPresentOrElse(obstacles::add, () -> admitted.add(server));
    }
    if (!admitted.isEmpty()) {
      return PlacementDecision.place(
          policy.rank(request, admitted).stream()
              .map(Candidate::server)
              .collect(Collectors.toList()));
    }
    return explain(request, obstacles);
  }

  private static List<Candidate> sortedById(List<Candidate> servers) {
    List<Candidate> sorted = new ArrayList<>(servers);
    sorted.sort(Comparator.comparing(Candidate::server));
    return sorted;
  }

  private static PlacementDecision explain(PlacementRequest request, List<Obstacle> obstacles) {
    String setting = request.setting();
    List<Obstacle> eligible =
        obstacles.stream()
            .filter(obstacle -> obstacle.kind() != Obstacle.Kind.LABELS)
            .collect(Collectors.toList());
    if (eligible.isEmpty() && !request.labels().isEmpty()) {
      String labels = String.join(", ", request.labels());
      return PlacementDecision.refused(
          "No server has label " + labels + ", which interpreter " + setting + " requires.");
    }
    Set<Obstacle.Kind> kinds = EnumSet.noneOf(Obstacle.Kind.class);
    eligible.forEach(obstacle -> kinds.add(obstacle.kind()));
    String each = eligible.stream().map(Obstacle::sentence).collect(Collectors.joining(", "));
    if (kinds.equals(EnumSet.of(Obstacle.Kind.USER_LIMIT))) {
      return PlacementDecision.refused(
          "User "
              + request.user()
              + " has reached the limit of processes on every server: "
              + each
              + ".");
    }
    return PlacementDecision.wait(
        "Interpreter " + setting + " waits for a server: " + summary(kinds, each) + ".");
  }

  private static String summary(Set<Obstacle.Kind> kinds, String each) {
    if (kinds.isEmpty()) {
      return "the cluster has no servers";
    }
    if (kinds.equals(EnumSet.of(Obstacle.Kind.THRESHOLD))) {
      return "all servers are over their thresholds: " + each;
    }
    if (kinds.equals(EnumSet.of(Obstacle.Kind.SERVER_LIMIT))) {
      return "all servers have reached their limits: " + each;
    }
    if (kinds.equals(EnumSet.of(Obstacle.Kind.STATE))) {
      return "no server is online: " + each;
    }
    return "no server can start it now: " + each;
  }
}
