// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;

/** Objects of interfaces that only some releases have. */
final class Proxies {

  private Proxies() {}

  /**
   * @param type full name of the interface
   */
  static Object of(String type, InvocationHandler handler) {
    ClassLoader loader = Proxies.class.getClassLoader();
    try {
      Class<?>[] types = {Class.forName(type, false, loader)};
      return Proxy.newProxyInstance(loader, types, handler);
    } catch (ClassNotFoundException e) {
      throw new StartRefusedException(
          "This Zeppelin has no " + type + ": zeppelin-cluster does not know this release");
    }
  }
}
