// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The policies that come with the module, by the name used in settings. */
public final class Policies {

  /** The server with the least load for its weight. */
  public static final String LEAST_LOADED = "least-loaded";

  /** The server with the fewest processes for its weight. */
  public static final String SPREAD = "spread";

  /** The fullest server that still fits. */
  public static final String PACK = "pack";

  /** The server that asks, then the least loaded. */
  public static final String LOCAL_FIRST = "local-first";

  private static final Comparator<Candidate> BY_ID = Comparator.comparing(Candidate::server);

  private Policies() {}

  /**
   * @throws IllegalArgumentException when there is no such policy; the message names the setting
   */
  public static PlacementPolicy named(PlacementSettings settings) {
    LoadScore score = new LoadScore(settings);
    Map<String, Function<PlacementRequest, Comparator<Candidate>>> policies = new TreeMap<>();
    Comparator<Candidate> leastLoaded =
        Comparator.comparingDouble(server -> score.of(server) / server.weight());
    policies.put(LEAST_LOADED, request -> leastLoaded);
    policies.put(
        SPREAD,
        request -> Comparator.comparingDouble(server -> server.processes() / server.weight()));
    policies.put(PACK, request -> Comparator.comparingDouble(server -> -score.of(server)));
    policies.put(
        LOCAL_FIRST,
        request ->
            Comparator.<Candidate, Boolean>comparing(
                    server -> !server.server().equals(request.localServer()))
                .thenComparing(leastLoaded));
    Function<PlacementRequest, Comparator<Candidate>> policy = policies.get(settings.policy());
    if (policy == null) {
      throw new IllegalArgumentException(
          "zeppelin.cluster.placement.policy is '"
              + settings.policy()
              + "' but must be one of "
              + String.join(", ", policies.keySet()));
    }
    return (request, candidates) -> sorted(candidates, policy.apply(request));
  }

  private static List<Candidate> sorted(List<Candidate> candidates, Comparator<Candidate> order) {
    List<Candidate> ranked = new ArrayList<>(candidates);
    ranked.sort(order.thenComparing(BY_ID));
    return ranked;
  }
}
