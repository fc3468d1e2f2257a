// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The cluster that hooks find, until this is closed. A JVM has one for good; tests share theirs.
 */
final class PresentCluster {

  PresentCluster(Cluster cluster) {
    ClusterHooks.set(cluster);
  }

  void close() throws ReflectiveOperationException {
    Field present = ClusterHooks.class.getDeclaredField("CLUSTER");
    present.setAccessible(true);
    ((AtomicReference<?>) present.get(null)).set(null);
  }
}
