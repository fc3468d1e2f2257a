// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

/** One number for how loaded a server is: 0 is idle, larger is more. */
final class LoadScore {

  private final PlacementSettings settings;

  LoadScore(PlacementSettings settings) {
    this.settings = settings;
  }

  /** The weighted sum of used CPU, used memory and processes per core. */
  double of(Candidate server) {
    return settings.cpuWeight() * server.cpuWithPending(settings.pendingCpuThousandths())
        + settings.memoryWeight() * server.memoryWithPending(settings.pendingMemoryBytes())
        + settings.processWeight() * server.processes() / server.cores();
  }
}
