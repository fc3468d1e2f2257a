// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.io.Serializable;
import java.util.Collection;
import org.apache.shiro.session.Session;
import org.apache.shiro.session.UnknownSessionException;
import org.apache.shiro.session.mgt.eis.MemorySessionDAO;
import org.apache.shiro.session.mgt.eis.SessionDAO;
import org.apache.zeppelin.clustering.hooks.Cluster;
import org.apache.zeppelin.clustering.hooks.ClusterHooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What conf/shiro.ini names to have logins count on all servers. Shiro makes one for each web
 * application that Zeppelin serves; they share the sessions. Without {@code zeppelin.cluster.addr}
 * it keeps them in memory, as Shiro does by itself.
 *
 * <p>Thread safe.
 */
public final class ClusterSessionDAO implements SessionDAO {

  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterSessionDAO.class);

  private final SessionDAO sessions;

  /** For Shiro. */
  public ClusterSessionDAO() {
    this(ClusterHooks.cluster());
  }

  private ClusterSessionDAO(Cluster cluster) {
    if (cluster == null) {
      LOGGER.info("Without zeppelin.cluster.addr, logins count on this server only");
      sessions = new MemorySessionDAO();
    } else {
      LOGGER.info("Logins count on all servers of the cluster");
      sessions = cluster.sessions();
    }
  }

  @Override
  public Serializable create(Session session) {
    return sessions.create(session);
  }

  @Override
  public Session readSession(Serializable sessionId) throws UnknownSessionException {
    return sessions.readSession(sessionId);
  }

  @Override
  public void update(Session session) throws UnknownSessionException {
    sessions.update(session);
  }

  @Override
  public void delete(Session session) {
    sessions.delete(session);
  }

  @Override
  public Collection<Session> getActiveSessions() {
    return sessions.getActiveSessions();
  }
}
