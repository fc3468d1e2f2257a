// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.util.LinkedHashMap;
import java.util.Map;

/** The steps of a group, in order. */
final class Script {

  private final Map<String, Action> steps = new LinkedHashMap<>();

  void step(String name, Action action) {
    if (steps.put(name, action) != null) {
      throw new IllegalArgumentException("There are two steps " + name);
    }
  }

  Map<String, Action> steps() {
    return new LinkedHashMap<>(steps);
  }
}
