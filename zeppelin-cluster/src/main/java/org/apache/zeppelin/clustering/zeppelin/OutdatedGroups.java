// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups that were made of a setting before it changed, for as long as somebody holds them. By
 * identity: Zeppelin's groups are equal when their ids are. Safe for use by several threads.
 */
final class OutdatedGroups {

  private final List<WeakReference<Object>> groups = new ArrayList<>();

  synchronized void add(Object group) {
    groups.removeIf(reference -> reference.get() == null);
    groups.add(new WeakReference<>(group));
  }

  synchronized boolean contains(Object group) {
    return groups.stream().anyMatch(reference -> reference.get() == group);
  }
}
