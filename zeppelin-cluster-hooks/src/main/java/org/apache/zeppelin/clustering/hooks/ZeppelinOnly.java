// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.security.ProtectionDomain;

/**
 * Shows Zeppelin's classes alone to what weaves them: a look at each class of a server, of which
 * few are woven, takes long. Any thread that loads a class.
 */
final class ZeppelinOnly implements ClassFileTransformer {

  private static final String ZEPPELIN = "org/apache/zeppelin/";
  private static final String OWN = ZEPPELIN + "clustering/";

  private final ClassFileTransformer weaver;

  ZeppelinOnly(ClassFileTransformer weaver) {
    this.weaver = weaver;
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] file)
      throws IllegalClassFormatException {
    if (name == null || !isOf(name)) {
      return null;
    }
    return weaver.transform(module, loader, name, redefined, domain, file);
  }

  /**
   * @param name of a class, with slashes
   */
  static boolean isOf(String name) {
    return name.startsWith(ZEPPELIN) && !name.startsWith(OWN);
  }
}
