// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zeppelin.clustering.hooks.Hook;
import org.apache.zeppelin.clustering.hooks.Hooks;
import org.apache.zeppelin.clustering.zeppelin.release.Releases;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;

/** Reads the module's own classes, as files, from where Zeppelin enters it. */
final class OwnClasses {

  private static final String OWN = "org.apache.zeppelin.clustering.";
  private static final String SHADED = OWN + "shaded.";
  private static final String STARTER = OWN + "zeppelin.ZeppelinStarter";

  private OwnClasses() {}

  static boolean isOwn(String type) {
    return type.startsWith(OWN);
  }

  /** What each class names that can come to run with that release; other lines' are left out. */
  static Map<String, References> reachedWith(ZeppelinRelease release) {
    Set<String> seen = new HashSet<>();
    for (ZeppelinRelease line : Releases.all()) {
      seen.add(line.getClass().getName());
    }
    Deque<String> open = new ArrayDeque<>(List.of(STARTER, release.getClass().getName()));
    for (Hook hook : Hooks.all()) {
      open.add(hook.adviceType());
    }
    Map<String, References> found = new LinkedHashMap<>();
    while (!open.isEmpty()) {
      String name = open.remove();
      References references = References.of(bytes(name));
      found.put(name, references);
      for (Member member : references.members()) {
        String type = member.type();
        if (isOwn(type) && !type.startsWith(SHADED) && !type.contains(".wire.") && seen.add(type)) {
          open.add(type);
        }
      }
    }
    return found;
  }

  private static byte[] bytes(String type) {
    String file = "/" + type.replace('.', '/') + ".class";
    try (InputStream in = OwnClasses.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("zeppelin-cluster's jar is damaged: it has no " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("zeppelin-cluster's jar is damaged at " + file, e);
    }
  }
}
