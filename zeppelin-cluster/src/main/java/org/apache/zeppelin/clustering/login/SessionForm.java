// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.shiro.session.mgt.SimpleSession;
import org.apache.shiro.subject.PrincipalCollection;
import org.apache.shiro.subject.SimplePrincipalCollection;
import org.apache.shiro.subject.support.DefaultSubjectContext;
import org.apache.zeppelin.clustering.metadata.wire.LoginEntry;
import org.apache.zeppelin.clustering.metadata.wire.LoginPrincipal;

/**
 * Between Shiro's sessions and the fields of an entry. What has no field of its own stays with the
 * server that it was set on. Pure functions.
 */
final class SessionForm {

  private static final String PRINCIPALS = DefaultSubjectContext.PRINCIPALS_SESSION_KEY;
  private static final String AUTHENTICATED = DefaultSubjectContext.AUTHENTICATED_SESSION_KEY;

  private SessionForm() {}

  /** True when somebody is logged in in it, and it has not ended. */
  static boolean isLogin(SimpleSession session) {
    return session.getStopTimestamp() == null
        && !session.isExpired()
        && Boolean.TRUE.equals(session.getAttribute(AUTHENTICATED))
        && principals(session) != null
        && !principals(session).isEmpty();
  }

  private static PrincipalCollection principals(SimpleSession session) {
    Object principals = session.getAttribute(PRINCIPALS);
    return principals instanceof PrincipalCollection ? (PrincipalCollection) principals : null;
  }

  /** A principal that is no text, with its realm; empty when all of them are. */
  static Optional<String> notShared(SimpleSession session) {
    PrincipalCollection principals = principals(session);
    for (String realm : principals.getRealmNames()) {
      for (Object principal : principals.fromRealm(realm)) {
        if (!(principal instanceof String)) {
          return Optional.of("a " + principal.getClass().getName() + " of realm " + realm);
        }
      }
    }
    return Optional.empty();
  }

  /** Of a session in which somebody is logged in whose principals are all text. */
  static LoginEntry entry(SimpleSession session) {
    PrincipalCollection principals = principals(session);
    List<LoginPrincipal> names = new ArrayList<>();
    for (String realm : principals.getRealmNames()) {
      for (Object principal : principals.fromRealm(realm)) {
        names.add(new LoginPrincipal(realm, (String) principal));
      }
    }
    Map<String, String> texts = new TreeMap<>();
    attributes(session)
        .forEach(
            (name, value) -> {
              if (isText(name, value)) {
                texts.put((String) name, (String) value);
              }
            });
    LoginEntry entry =
        new LoginEntry(
            session.getStartTimestamp().getTime(),
            session.getLastAccessTime().getTime(),
            session.getTimeout(),
            names,
            texts);
    entry.setHost(session.getHost());
    return entry;
  }

  /** The attributes that have no place in the entry. */
  static Map<Object, Object> rest(SimpleSession session) {
    Map<Object, Object> rest = new HashMap<>(attributes(session));
    rest.remove(PRINCIPALS);
    rest.remove(AUTHENTICATED);
    rest.entrySet().removeIf(attribute -> isText(attribute.getKey(), attribute.getValue()));
    return rest;
  }

  private static Map<Object, Object> attributes(SimpleSession session) {
    Map<Object, Object> attributes = session.getAttributes();
    return attributes == null ? Collections.emptyMap() : attributes;
  }

  private static boolean isText(Object name, Object value) {
    return name instanceof String && value instanceof String;
  }

  /** Makes a session what the entry says, with the attributes that were left out of it. */
  static void fill(SimpleSession session, String id, LoginEntry entry, Map<Object, Object> rest) {
    SimplePrincipalCollection principals = new SimplePrincipalCollection();
    entry.getPrincipals().forEach(p -> principals.add(p.getName(), p.getRealm()));
    Map<Object, Object> attributes = new HashMap<>(rest);
    attributes.putAll(entry.getAttributes());
    attributes.put(PRINCIPALS, principals);
    attributes.put(AUTHENTICATED, Boolean.TRUE);
    session.setId(id);
    session.setHost(entry.getHost());
    session.setStartTimestamp(new Date(entry.getStartMillis()));
    session.setLastAccessTime(new Date(entry.getLastAccessMillis()));
    session.setTimeout(entry.getTimeoutMillis());
    session.setAttributes(attributes);
  }
}
