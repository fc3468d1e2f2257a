// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.javax;

import java.util.Set;
import org.apache.zeppelin.clustering.hooks.ClusterRest;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.service.AuthenticationService;
import org.apache.zeppelin.service.NoAuthenticationService;

/** Who makes the REST call that the present thread handles. */
@TouchesZeppelin("know who reads and who changes the cluster")
final class LoggedIn implements ClusterRest.Asker {

  private static final String NOBODY = "anonymous";

  private final AuthenticationService service;

  LoggedIn(AuthenticationService service) {
    this.service = service;
  }

  @Override
  public boolean hasToLogIn() {
    return !(service instanceof NoAuthenticationService);
  }

  @Override
  public boolean loggedIn() {
    return hasToLogIn() && !NOBODY.equals(service.getPrincipal());
  }

  @Override
  public String name() {
    return service.getPrincipal();
  }

  @Override
  public Set<String> roles() {
    return service.getAssociatedRoles();
  }
}
