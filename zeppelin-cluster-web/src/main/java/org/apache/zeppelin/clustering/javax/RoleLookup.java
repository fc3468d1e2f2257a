// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.javax;

import java.util.Set;
import javax.inject.Provider;
import org.apache.shiro.SecurityUtils;
import org.apache.shiro.mgt.RealmSecurityManager;
import org.apache.shiro.realm.Realm;
import org.apache.shiro.session.mgt.SimpleSession;
import org.apache.shiro.subject.SimplePrincipalCollection;
import org.apache.shiro.subject.Subject;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.service.AuthenticationService;
import org.apache.zeppelin.service.NoAuthenticationService;

/**
 * The roles that this server's own Shiro configuration gives a user who has logged in elsewhere, by
 * Zeppelin's own reading of it. Any thread may ask.
 */
@TouchesZeppelin("look up the roles of who makes a call that another server passes on")
final class RoleLookup {

  private static final String NOBODY = "anonymous";

  private final Provider<AuthenticationService> authentication;

  RoleLookup(Provider<AuthenticationService> authentication) {
    this.authentication = authentication;
  }

  /** Empty where Zeppelin has nobody log in, and for who has not. */
  Set<String> of(String user) {
    AuthenticationService service = authentication.get();
    if (service instanceof NoAuthenticationService || NOBODY.equals(user)) {
      return Set.of();
    }
    RealmSecurityManager manager = (RealmSecurityManager) SecurityUtils.getSecurityManager();
    SimplePrincipalCollection principals = new SimplePrincipalCollection();
    for (Realm realm : manager.getRealms()) {
      principals.add(user, realm.getName());
    }
    Subject subject =
        new Subject.Builder(manager)
            .principals(principals)
            .authenticated(true)
            // Some realms note the roles in it; this one is kept nowhere.
            .session(new SimpleSession())
            .buildSubject();
    return subject.execute(service::getAssociatedRoles);
  }
}
