// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Where woven code finds the cluster. Advice is copied into Zeppelin's classes, which nobody
 * injects into, so here are the only static references of the project. Empty, every hook does
 * nothing.
 */
public final class ClusterHooks {

  private static final AtomicReference<Cluster> CLUSTER = new AtomicReference<>();

  private ClusterHooks() {}

  /** The cluster, or null in a Zeppelin without {@code zeppelin.cluster.addr}. */
  public static Cluster cluster() {
    return CLUSTER.get();
  }

  /** Called once, when Zeppelin starts, if the setting is there. */
  static void set(Cluster cluster) {
    if (!CLUSTER.compareAndSet(null, cluster)) {
      throw new IllegalStateException("The cluster module was started already");
    }
  }

  /** The part of it that is about permissions and credentials; null when there is no cluster. */
  public static ClusterAccess access() {
    Cluster present = cluster();
    return present == null ? null : present.access();
  }
}
