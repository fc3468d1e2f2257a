// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import java.util.Optional;
import org.apache.zeppelin.clustering.hooks.ClusterRest.Asker;

/**
 * Who may look at the cluster, and who may change it: where Zeppelin has people log in, who has,
 * and who has the role of an administrator; everybody where it has nobody log in, as with all else.
 */
public final class Rights {

  private final String adminRole;

  /**
   * @param adminRole as Zeppelin's shiro.ini names it
   */
  public Rights(String adminRole) {
    this.adminRole = adminRole;
  }

  /** Why this call is not answered; empty when it is. */
  Optional<Refusal> refusal(String method, Asker asker) {
    if (!asker.hasToLogIn()) {
      return Optional.empty();
    }
    if (!asker.loggedIn()) {
      return Optional.of(new Refusal(401, "UNAUTHORIZED", "Log in first"));
    }
    if (method.equals("GET") || asker.roles().contains(adminRole)) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            403,
            "FORBIDDEN",
            asker.name()
                + " may look at the cluster and not change it: that takes the role "
                + adminRole
                + " (zeppelin.cluster.admin.role)"));
  }

  /** What is answered instead. Immutable. */
  static final class Refusal {
    final int status;
    final String name;
    final String message;

    Refusal(int status, String name, String message) {
      this.status = status;
      this.name = name;
      this.message = message;
    }
  }
}
