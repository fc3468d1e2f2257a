// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;

/** Objects of interfaces that only some releases have. */
final class Proxies {

  private Proxies() {}

  /**
   * @param interfaces full names
   */
  static Object of(List<String> interfaces, InvocationHandler handler) {
    ClassLoader loader = Proxies.class.getClassLoader();
    Class<?>[] types = new Class<?>[interfaces.size()];
    for (int i = 0; i < types.length; i++) {
      try {
        types[i] = Class.forName(interfaces.get(i), false, loader);
      } catch (ClassNotFoundException e) {
        throw new StartRefusedException(
            "This Zeppelin has no "
                + interfaces.get(i)
                + ": zeppelin-cluster does not know this release");
      }
    }
    return Proxy.newProxyInstance(loader, types, handler);
  }
}
