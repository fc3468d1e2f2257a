// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.dynamic.ClassFileLocator;
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
    try (ClassFileLocator files = files()) {
      while (!open.isEmpty()) {
        String name = open.remove();
        References references = References.of(bytes(name, files));
        found.put(name, references);
        for (Member member : references.members()) {
          String type = member.type();
          if (isOwn(type)
              && !type.startsWith(SHADED)
              && !type.contains(".wire.")
              && seen.add(type)) {
            open.add(type);
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("zeppelin-cluster's own classes cannot be read", e);
    }
    return found;
  }

  /** The jar first: a class loader looks for each file in every module of the JDK before. */
  private static ClassFileLocator files() throws IOException {
    ClassFileLocator loader = ClassFileLocator.ForClassLoader.of(OwnClasses.class.getClassLoader());
    CodeSource source = OwnClasses.class.getProtectionDomain().getCodeSource();
    if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
      return loader;
    }
    return new ClassFileLocator.Compound(
        ClassFileLocator.ForJarFile.of(new File(URI.create(source.getLocation().toString()))),
        loader);
  }

  private static byte[] bytes(String type, ClassFileLocator files) throws IOException {
    ClassFileLocator.Resolution file = files.locate(type);
    if (!file.isResolved()) {
      throw new IllegalStateException("zeppelin-cluster's jar is damaged: it has no " + type);
    }
    return file.resolve();
  }
}
