// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.agent;

import java.lang.reflect.Field;
import org.apache.zeppelin.clustering.hooks.Cluster;
import org.apache.zeppelin.clustering.hooks.ClusterHooks;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;

/** Reaches into the module, which shows its metadata to nobody outside. */
final class Inside {

  private Inside() {}

  /** Null until the module has started it. */
  static Metadata metadata() {
    Cluster cluster = ClusterHooks.cluster();
    if (cluster == null) {
      return null;
    }
    try {
      Metadata metadata = (Metadata) field(field(cluster, "services"), "metadata");
      // Refuses until it was started.
      metadata.local();
      return metadata;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The module was put together anew: adapt this class", e);
    } catch (MetadataException | IllegalStateException | NullPointerException e) {
      return null;
    }
  }

  private static Object field(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }
}
