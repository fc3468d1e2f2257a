// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;

/** What must hold before a server is considered at all. Pure. */
final class PlacementRules {

  private static final int PERCENT = 100;

  private final PlacementSettings settings;

  PlacementRules(PlacementSettings settings) {
    this.settings = settings;
  }

  /** The first rule that the server breaks, those first that time alone does not mend. */
  Optional<Obstacle> obstacle(PlacementRequest request, Candidate server) {
    if (!server.labels().containsAll(request.labels())) {
      return obstacle(Obstacle.Kind.LABELS, server, "lacks a required label");
    }
    if (server.state() != ServerState.ONLINE) {
      return obstacle(Obstacle.Kind.STATE, server, "is " + server.state());
    }
    int ofUser = settings.maxProcessesPerUserPerServer();
    if (ofUser > 0 && server.userProcesses() >= ofUser) {
      String what = "runs " + server.userProcesses() + " of " + ofUser + " processes of user ";
      return obstacle(Obstacle.Kind.USER_LIMIT, server, what + request.user());
    }
    int most = most(server);
    if (most > 0 && server.processes() >= most) {
      String what = "runs " + server.processes() + " of " + most + " processes";
      return obstacle(Obstacle.Kind.SERVER_LIMIT, server, what);
    }
    double cpu = server.cpuWithPending(settings.pendingCpuThousandths());
    if (isOver(cpu, settings.cpuThreshold())) {
      return overThreshold(server, "cpu", cpu, settings.cpuThreshold());
    }
    double memory = server.memoryWithPending(settings.pendingMemoryBytes());
    if (isOver(memory, settings.memoryThreshold())) {
      return overThreshold(server, "memory", memory, settings.memoryThreshold());
    }
    return Optional.empty();
  }

  private int most(Candidate server) {
    return server.maxProcesses() > 0 ? server.maxProcesses() : settings.maxProcessesPerServer();
  }

  private static boolean isOver(double used, double threshold) {
    return threshold < 1 && used > threshold;
  }

  private static Optional<Obstacle> overThreshold(
      Candidate server, String what, double used, double threshold) {
    String starting =
        server.pending() == 0 ? "" : " (with " + server.pending() + " processes just started)";
    return obstacle(
        Obstacle.Kind.THRESHOLD,
        server,
        what + " " + percent(used) + " > " + percent(threshold) + starting);
  }

  /**
   * With a decimal, so that what is over a threshold also looks so, unless it is a whole number.
   */
  private static String percent(double fraction) {
    double percent = Math.ceil(fraction * PERCENT * 10 - 1e-6) / 10;
    return percent == Math.rint(percent) ? (long) percent + "%" : percent + "%";
  }

  private static Optional<Obstacle> obstacle(Obstacle.Kind kind, Candidate server, String what) {
    return Optional.of(new Obstacle(kind, server.server() + " " + what));
  }
}
