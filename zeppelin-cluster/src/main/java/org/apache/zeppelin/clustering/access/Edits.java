// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What one who changed a copy of a map wants to be changed in the map. Pure. */
public final class Edits {

  private Edits() {}

  /**
   * @param copied what was copied
   * @param edited what became of the copy
   * @param present what is in the map by now
   * @return the same with what was edited, and nothing else, as in the edited copy
   */
  public static Map<String, String> onto(
      Map<String, String> copied, Map<String, String> edited, Map<String, String> present) {
    Map<String, String> result = new HashMap<>(present);
    Set<String> keys = new HashSet<>(copied.keySet());
    keys.addAll(edited.keySet());
    for (String key : keys) {
      String value = edited.get(key);
      if (!Objects.equals(copied.get(key), value)) {
        if (value == null) {
          result.remove(key);
        } else {
          result.put(key, value);
        }
      }
    }
    return result;
  }
}
