// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.ticket.TicketContainer;

/**
 * {@code TicketContainer} and {@code AuthorizationService}: who is logged in, on any server. What
 * is everybody's, "anonymous", stays Zeppelin's own.
 */
final class TicketHooks {

  private TicketHooks() {}

  /** An entry, empty where there is none; null when Zeppelin shall answer itself. */
  static final class Find {
    private Find() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Optional<TicketContainer.Entry> enter(@Advice.Argument(0) String principal) {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null || principal == null || principal.equals("anonymous")
          ? null
          : cluster.ticket(principal);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter Optional<TicketContainer.Entry> found,
        @Advice.Return(readOnly = false) TicketContainer.Entry entry) {
      if (found != null) {
        entry = found.orElse(null);
      }
    }
  }

  static final class Obtain {
    private Obtain() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static TicketContainer.Entry enter(
        @Advice.Argument(0) String principal, @Advice.Argument(1) Set<String> roles) {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null || principal == null || principal.equals("anonymous")
          ? null
          : cluster.ticket(principal, roles);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter TicketContainer.Entry obtained,
        @Advice.Return(readOnly = false) TicketContainer.Entry entry) {
      if (obtained != null) {
        entry = obtained;
      }
    }
  }

  static final class ObtainText {
    private ObtainText() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(
        @Advice.Argument(0) String principal, @Advice.Argument(1) Set<String> roles) {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null || principal == null || principal.equals("anonymous")
          ? null
          : cluster.ticket(principal, roles).getTicket();
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter String obtained, @Advice.Return(readOnly = false) String ticket) {
      if (obtained != null) {
        ticket = obtained;
      }
    }
  }

  static final class Remove {
    private Remove() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) String principal) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null && principal != null && !principal.equals("anonymous")) {
        cluster.removeTicket(principal);
      }
    }
  }

  static final class Roles {
    private Roles() {}

    /** Zeppelin adds to the set that it gets. */
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) String user, @Advice.Return(readOnly = false) Set<String> roles) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null && user != null && !user.equals("anonymous")) {
        roles = cluster.roles(user).<Set<String>>map(HashSet::new).orElse(roles);
      }
    }
  }
}
