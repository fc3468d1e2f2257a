// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.util.List;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.util.Util;

/** The release lines that the module knows. */
@TouchesZeppelin("know which release this is")
public final class Releases {

  private static final int OLDEST = 10;
  private static final int NEWEST = 12;

  private Releases() {}

  /** The version of the Zeppelin that this JVM runs. */
  public static String presentVersion() {
    return Util.getVersion();
  }

  /** The line of that Zeppelin. */
  public static ZeppelinRelease present() {
    return of(presentVersion());
  }

  /**
   * @param version such as {@code 0.12.1}, or {@code 0.13.0-SNAPSHOT}; what is newer than the
   *     newest line is taken to be like it, and the check of members finds out whether it is
   * @throws StartRefusedException when it is older than the oldest
   */
  public static ZeppelinRelease of(String version) {
    int minor = minor(version);
    if (minor < OLDEST) {
      throw new StartRefusedException(
          "Zeppelin "
              + version
              + " is older than 0.10.0, the first release that zeppelin-cluster works with: install"
              + " a newer Zeppelin");
    }
    return minor == OLDEST
        ? new Release010()
        : minor < NEWEST ? new Release011() : new Release012();
  }

  /** Every line, oldest first. */
  public static List<ZeppelinRelease> all() {
    return List.of(new Release010(), new Release011(), new Release012());
  }

  private static int minor(String version) {
    String[] parts = version.split("[.-]");
    try {
      int major = Integer.parseInt(parts[0]);
      return major > 0 ? NEWEST : Integer.parseInt(parts[1]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new StartRefusedException(
          "The release of this Zeppelin cannot be told from '" + version + "'");
    }
  }
}
