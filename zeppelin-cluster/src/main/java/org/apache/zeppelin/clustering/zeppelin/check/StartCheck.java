// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.util.List;
import java.util.stream.Collectors;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.apache.zeppelin.clustering.hooks.Hooks;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses to start a cluster on a Zeppelin that lacks something, rather than half work. */
public final class StartCheck {

  private static final Logger LOGGER = LoggerFactory.getLogger(StartCheck.class);

  private StartCheck() {}

  /**
   * Compares names, and then has every class loaded that has hooks: the agent ends the JVM where
   * one cannot be woven, which has to be now and not when Zeppelin first needs the class.
   *
   * @param version of the Zeppelin, to be named
   * @param loader where its classes come from
   * @throws StartRefusedException naming what is missing and what for
   */
  public static void require(ZeppelinRelease release, String version, ClassLoader loader) {
    ClassFileLocator files =
        new ClassFileLocator.Compound(
            ClassFileLocator.ForClassLoader.of(loader),
            ClassFileLocator.ForClassLoader.ofPlatformLoader());
    List<String> missing =
        Verification.ofNames(release, files).stream()
            .filter(use -> !use.satisfied())
            .map(StartCheck::sentence)
            .collect(Collectors.toList());
    if (!missing.isEmpty()) {
      throw new StartRefusedException(
          "this Zeppelin, "
              + version
              + ", is not one that zeppelin-cluster knows; it lacks "
              + String.join("; ", missing)
              + ". Use a release that the README of zeppelin-cluster names, or take"
              + " zeppelin.cluster.addr out to start without a cluster.");
    }
    Hooks.types().forEach(type -> load(type, loader));
  }

  private static void load(String type, ClassLoader loader) {
    try {
      Class.forName(type, false, loader);
    } catch (ClassNotFoundException e) {
      LOGGER.debug("This Zeppelin has no {}, which another release has", type);
    } catch (LinkageError e) {
      LOGGER.warn("Class {} of Zeppelin cannot be loaded, with hooks or without", type, e);
    }
  }

  private static String sentence(Use use) {
    return use.forms().stream().map(StartCheck::form).collect(Collectors.joining(" or "))
        + " (to "
        + use.purpose()
        + ")";
  }

  private static String form(Use.Form form) {
    return form.problem().isEmpty() ? form.toString() : form + " as expected: " + form.problem();
  }
}
