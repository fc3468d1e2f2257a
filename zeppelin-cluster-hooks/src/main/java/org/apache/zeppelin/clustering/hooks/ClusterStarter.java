// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.Optional;

/** Makes the module; found as a service, so that the hooks know nothing of what is behind them. */
public interface ClusterStarter {

  /**
   * Whether this Zeppelin is to be a member. Called before anything is woven.
   *
   * @throws RuntimeException when Zeppelin's settings cannot be read
   */
  boolean isWanted();

  /**
   * Called first thing in Zeppelin's main.
   *
   * @return the module, not started yet; empty without {@code zeppelin.cluster.addr}
   * @throws RuntimeException with one sentence on what to mend
   */
  Optional<Cluster> create();

  /**
   * Starts what {@link #create} made, which woven code can already find.
   *
   * @throws RuntimeException with one sentence on what to mend
   */
  void start();
}
