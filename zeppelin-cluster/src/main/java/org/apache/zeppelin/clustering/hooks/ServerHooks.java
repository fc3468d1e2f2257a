// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.clustering.zeppelin.ClusterModule;
import org.glassfish.jersey.server.ResourceConfig;

/** {@code ZeppelinServer}: where a server begins and where its REST is put together. */
final class ServerHooks {

  private ServerHooks() {}

  static final class Main {
    private Main() {}

    @Advice.OnMethodEnter
    static void enter() {
      Startup.begin();
    }
  }

  static final class Rest {
    private Rest() {}

    @Advice.OnMethodExit
    static void exit(@Advice.This ResourceConfig server) {
      ClusterModule module = ClusterHooks.module();
      if (module != null) {
        server.register(module.rest());
      }
    }
  }
}
