// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.asm.Advice;

/** Zeppelin's {@code AuthenticationService}s: who calls, when another server passed the call on. */
final class AuthenticationHooks {

  private AuthenticationHooks() {}

  static final class Principal {
    private Principal() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Caller enter() {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null ? null : cluster.caller();
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter Caller caller, @Advice.Return(readOnly = false) String principal) {
      if (caller != null) {
        principal = caller.name();
      }
    }
  }

  static final class Roles {
    private Roles() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Caller enter() {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null ? null : cluster.caller();
    }

    /** Zeppelin adds to the set that it gets. */
    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter Caller caller, @Advice.Return(readOnly = false) Set<String> roles) {
      if (caller != null) {
        roles = new HashSet<>(caller.roles());
      }
    }
  }

  static final class Authenticated {
    private Authenticated() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Caller enter() {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null ? null : cluster.caller();
    }

    /** Its own server has let the caller in. */
    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter Caller caller, @Advice.Return(readOnly = false) boolean authenticated) {
      if (caller != null) {
        authenticated = !caller.name().equals("anonymous");
      }
    }
  }
}
