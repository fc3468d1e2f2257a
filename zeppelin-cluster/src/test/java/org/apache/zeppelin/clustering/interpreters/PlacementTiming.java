// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Map;
import java.util.Set;
import org.apache.zeppelin.clustering.interpreters.placement.Placement;
import org.apache.zeppelin.clustering.interpreters.placement.PlacementSettings;
import org.apache.zeppelin.clustering.servers.Servers;

/** How long it takes to decide where a process is to start, with all that has to be looked up. */
public final class PlacementTiming {

  private PlacementTiming() {}

  /** Nanoseconds of each. */
  public static long[] nanos(Servers servers, int count) {
    Candidates candidates = new Candidates(servers);
    Placement placement = new Placement(PlacementSettings.defaults());
    GroupRequest request =
        new GroupRequest("new", "setting", "setting", "user", "note", Map.of(), Set.of());
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      if (placement
          .decide(candidates.request(request), candidates.present(request, Set.of()))
          .servers()
          .isEmpty()) {
        throw new IllegalStateException("There is no server to place a process on");
      }
      nanos[i] = System.nanoTime() - begin;
    }
    return nanos;
  }
}
