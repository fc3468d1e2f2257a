// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.util.List;
import java.util.stream.Collectors;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;

/** Refuses to start a cluster on a Zeppelin that lacks something, rather than half work. */
public final class StartCheck {

  private StartCheck() {}

  /**
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
        Verification.of(release, files).stream()
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
