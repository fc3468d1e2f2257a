// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.security.ProtectionDomain;

/**
 * Shows Zeppelin's classes alone to what weaves them, and none once it is certain that there is no
 * cluster: a look at each class of a server, of which few are woven, is most of what the agent
 * costs. Any thread that loads a class.
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
    if (name == null
        || !name.startsWith(ZEPPELIN)
        || name.startsWith(OWN)
        || ClusterHooks.isWithout()) {
      return null;
    }
    return weaver.transform(module, loader, name, redefined, domain, file);
  }
}
