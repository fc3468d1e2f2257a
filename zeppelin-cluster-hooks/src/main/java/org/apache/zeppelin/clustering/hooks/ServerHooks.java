// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.webapp.WebAppContext;
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
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        server.register(cluster.restFilter());
      }
    }
  }

  static final class RestClasses {
    private RestClasses() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return Set<Class<?>> classes) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        classes.add(cluster.restFilter());
      }
    }
  }

  static final class RestEagerly {
    private RestEagerly() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) WebAppContext webApp) {
      if (ClusterHooks.cluster() != null) {
        webApp.getServletHandler().getServlet("rest").setInitOrder(1);
      }
    }
  }
}
