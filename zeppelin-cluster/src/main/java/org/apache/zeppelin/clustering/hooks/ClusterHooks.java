// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.zeppelin.clustering.zeppelin.ClusterModule;

/**
 * Where woven code finds the module. Advice is copied into Zeppelin's classes, which nobody injects
 * into, so this is the one static reference of the project. Empty, every hook does nothing.
 */
public final class ClusterHooks {

  private static final AtomicReference<ClusterModule> MODULE = new AtomicReference<>();

  private ClusterHooks() {}

  /** The module, or null in a Zeppelin without {@code zeppelin.cluster.addr}. */
  public static ClusterModule module() {
    return MODULE.get();
  }

  /** Called once, when Zeppelin starts, if the setting is there. */
  static void start(ClusterModule module) {
    if (!MODULE.compareAndSet(null, module)) {
      throw new IllegalStateException("The cluster module was started already");
    }
  }
}
