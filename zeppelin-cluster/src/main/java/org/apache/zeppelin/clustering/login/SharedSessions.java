// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.apache.shiro.session.Session;
import org.apache.shiro.session.UnknownSessionException;
import org.apache.shiro.session.mgt.SimpleSession;
import org.apache.shiro.session.mgt.eis.AbstractSessionDAO;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.LoginEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shiro's sessions. Those in which somebody is logged in are the same on all servers; others, which
 * anybody can have made by asking, stay in the memory of this one. No cache of Shiro's lies above:
 * it would go on knowing who has logged out elsewhere.
 *
 * <p>Thread safe. Fails with {@link LoginUnavailableException} when there is no majority.
 */
final class SharedSessions extends AbstractSessionDAO {

  private static final Logger LOGGER = LoggerFactory.getLogger(SharedSessions.class);

  /** Of what a browser sends nothing else is looked for. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8,128}");

  /** Attributes that Shiro and Zeppelin set and Zeppelin never needs again. */
  private static final Set<String> NEEDLESS =
      Set.of("shiroSavedRequest", "subject.userRoles", "subject.userGroups");

  private final LoginEntries entries;
  private final LoginSettings settings;
  private final LongSupplier wallClockMillis;
  private final Map<Serializable, SimpleSession> unshared = new ConcurrentHashMap<>();
  private final Map<String, Part> parts = new ConcurrentHashMap<>();
  private final Set<Object> reported = ConcurrentHashMap.newKeySet();

  /** What this server alone knows of a shared session. */
  private static final class Part {
    private final long lastAccess;
    private final Map<Object, Object> rest;

    private Part(long lastAccess, Map<Object, Object> rest) {
      this.lastAccess = lastAccess;
      this.rest = rest;
    }
  }

  /**
   * @param wallClockMillis what Shiro stamps sessions with
   */
  SharedSessions(LoginEntries entries, LoginSettings settings, LongSupplier wallClockMillis) {
    this.entries = entries;
    this.settings = settings;
    this.wallClockMillis = wallClockMillis;
  }

  @Override
  protected Serializable doCreate(Session session) {
    Serializable id = generateSessionId(session);
    assignSessionId(session, id);
    unshared.put(id, (SimpleSession) session);
    return id;
  }

  /** Null for an unknown one, as Shiro wants it. */
  @Override
  protected Session doReadSession(Serializable id) {
    SimpleSession here = unshared.get(id);
    if (here != null) {
      return here;
    }
    if (!(id instanceof String) || !ID.matcher((String) id).matches()) {
      return null;
    }
    String key = key(id);
    Optional<Entry> entry = LoginUnavailableException.rethrow(() -> entries.read(key));
    if (entry.isEmpty()) {
      parts.remove(key);
    }
    return entry.map(e -> session(e, (String) id)).orElse(null);
  }

  private SharedSession session(Entry entry, String id) {
    LoginEntry login = entry.getValue().getLogin();
    Part part = parts.get(entry.getKey());
    SharedSession session =
        new SharedSession(
            settings,
            wallClockMillis,
            entry.getKey(),
            entry.getVersion(),
            login.getLastAccessMillis());
    SessionForm.fill(session, id, login, part == null ? Map.of() : part.rest);
    if (part != null && part.lastAccess > login.getLastAccessMillis()) {
      session.setLastAccessTime(new Date(part.lastAccess));
    }
    return session;
  }

  @Override
  public void update(Session session) {
    SimpleSession changed = (SimpleSession) session;
    if (changed instanceof SharedSession) {
      LoginUnavailableException.rethrow(() -> updateShared((SharedSession) changed));
    } else if (!unshared.containsKey(changed.getId())) {
      throw unknown(changed.getId());
    } else if (SessionForm.isLogin(changed) && isSharable(changed)) {
      LoginUnavailableException.rethrow(() -> share(changed));
    }
  }

  private boolean isSharable(SimpleSession session) {
    Optional<String> obstacle = SessionForm.notShared(session);
    obstacle
        .filter(reported::add)
        .ifPresent(
            what ->
                LOGGER.warn(
                    "Logins with {} count on this server only: the cluster shares names, and that"
                        + " is none",
                    what));
    return obstacle.isEmpty();
  }

  private boolean share(SimpleSession session) {
    Serializable id = session.getId();
    EntryValue value = EntryValue.login(SessionForm.entry(session));
    if (!entries.compareAndSet(key(id), 0, value)) {
      throw new MetadataException("There is a login with the id of the new one; log in again");
    }
    keepRest(session);
    unshared.remove(id);
    return true;
  }

  private boolean updateShared(SharedSession session) {
    if (!SessionForm.isLogin(session)) {
      end(session);
      return true;
    }
    keepRest(session);
    LoginEntry wanted = SessionForm.entry(session);
    Optional<Entry> current = entries.known(session.key());
    if (current.isEmpty()) {
      throw unknown(session.getId());
    }
    if (sameButUse(current.get().getValue().getLogin(), wanted)) {
      if (session.isToBeWritten()) {
        entries.touch(session.key(), current.get().getVersion(), EntryValue.login(wanted));
      }
      return true;
    }
    write(session, wanted);
    return true;
  }

  private static boolean sameButUse(LoginEntry before, LoginEntry now) {
    return new LoginEntry(before).setLastAccessMillis(now.getLastAccessMillis()).equals(now);
  }

  private void write(SharedSession session, LoginEntry wanted) {
    String key = session.key();
    long version = session.version();
    while (!entries.compareAndSet(key, version, EntryValue.login(wanted))) {
      // Used or changed elsewhere meanwhile: the last change counts. Logged out: it stays so.
      version = entries.latest(key).orElseThrow(() -> unknown(session.getId())).getVersion();
    }
  }

  private void end(SharedSession session) {
    parts.remove(session.key());
    if (session.isExpired()) {
      removeExpired(session);
      return;
    }
    if (session.getStopTimestamp() == null) {
      unshared.put(session.getId(), plain(session));
    }
    entries.remove(session.key(), value -> true);
  }

  /** Unless another server has seen it used. */
  private void removeExpired(SharedSession session) {
    try {
      entries.removeUnchanged(session.key(), session.version());
    } catch (MetadataException e) {
      // An exception would end Shiro's thread, which comes again.
      LOGGER.debug("A login that has expired is not removed yet", e);
    }
  }

  private static SimpleSession plain(SimpleSession session) {
    SimpleSession plain = new SimpleSession(session.getHost());
    plain.setId(session.getId());
    plain.setStartTimestamp(session.getStartTimestamp());
    plain.setLastAccessTime(session.getLastAccessTime());
    plain.setTimeout(session.getTimeout());
    plain.setAttributes(session.getAttributes());
    return plain;
  }

  private void keepRest(SimpleSession session) {
    Map<Object, Object> rest = SessionForm.rest(session);
    for (Map.Entry<Object, Object> attribute : rest.entrySet()) {
      if (!NEEDLESS.contains(String.valueOf(attribute.getKey()))
          && reported.add(attribute.getKey())) {
        LOGGER.warn(
            "Attribute {} of a login is a {} and stays on this server: the cluster shares texts",
            attribute.getKey(),
            attribute.getValue().getClass().getName());
      }
    }
    long lastAccess = session.getLastAccessTime().getTime();
    parts.merge(
        session instanceof SharedSession ? ((SharedSession) session).key() : key(session.getId()),
        new Part(lastAccess, rest),
        (before, now) -> before.lastAccess > lastAccess ? new Part(before.lastAccess, rest) : now);
  }

  @Override
  public void delete(Session session) {
    SimpleSession ended = (SimpleSession) session;
    unshared.remove(ended.getId());
    if (ended instanceof SharedSession) {
      String key = ((SharedSession) ended).key();
      parts.remove(key);
      if (!ended.isExpired()) {
        LoginUnavailableException.rethrow(
            () -> {
              entries.remove(key, value -> true);
              return true;
            });
      }
    }
  }

  /**
   * What Shiro looks through for sessions that have been idle for too long. The ids of shared ones
   * are known to their browsers alone: here their keys stand in.
   */
  @Override
  public Collection<Session> getActiveSessions() {
    List<Session> active = new ArrayList<>(unshared.values());
    entries
        .knownUnder(Keys.LOGIN_PREFIX)
        .forEach(entry -> active.add(session(entry, entry.getKey())));
    parts.keySet().removeIf(key -> entries.known(key).isEmpty());
    return active;
  }

  private static String key(Serializable id) {
    return Keys.login(Digest.of(id.toString()));
  }

  private static UnknownSessionException unknown(Serializable id) {
    // Whoever reads the log shall not learn it.
    return new UnknownSessionException(
        "There is no such session (any more), id of " + id.toString().length() + " characters");
  }
}
