// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.Members;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;

/**
 * Changes who belongs to the cluster, as an administrator asks for it: refuses what would take
 * something from users, or leave no majority. Any thread may call; methods block.
 *
 * <p>All methods throw {@link ServerChangeException} when it cannot be done as things stand, and
 * {@link org.apache.zeppelin.clustering.metadata.MetadataException} when it failed.
 */
public final class MemberControl {

  private final Metadata metadata;
  private final Members members;
  private final Servers servers;

  public MemberControl(Metadata metadata, Members members, Servers servers) {
    this.metadata = metadata;
    this.members = members;
    this.servers = servers;
  }

  /** Adds a server that has been started for it and waits. */
  public void add(String server) {
    if (members.present().contains(server)) {
      throw new ServerChangeException("Server " + server + " is a member already");
    }
    members.add(server);
  }

  /** Removes a server of which nobody makes use any more. */
  public void remove(String server) {
    Map<String, ServerView> views =
        servers.list().stream().collect(Collectors.toMap(ServerView::id, Function.identity()));
    requireMember(server);
    requireUnused(server, views.get(server));
    Membership rest = members.present().without(server, listener -> false, Membership.MAX_VOTERS);
    long there = rest.voters().stream().filter(voter -> isThere(views.get(voter))).count();
    if (there < rest.majority()) {
      throw new ServerChangeException(
          "Server "
              + server
              + " cannot be removed: of those that would vote then ("
              + String.join(", ", rest.voters())
              + ") no majority is there");
    }
    members.remove(server);
  }

  /** Has a server lead. */
  public void lead(String server) {
    requireMember(server);
    if (!members.present().votes(server)) {
      throw new ServerChangeException(
          "Server " + server + " is a listener, without a vote, and cannot lead");
    }
    members.lead(server);
  }

  private void requireMember(String server) {
    if (!members.present().contains(server)) {
      throw new ServerChangeException(
          "Server " + server + " is none of the members: " + members.present());
    }
  }

  private static boolean isThere(ServerView server) {
    return server != null && server.state() != ServerState.OFFLINE;
  }

  private void requireUnused(String server, ServerView view) {
    if (!isThere(view)) {
      return;
    }
    if (view.state() != ServerState.DRAINING) {
      throw new ServerChangeException(
          "Server "
              + server
              + " is in use: drain it first (POST /api/cluster/servers/"
              + server
              + "/drain), or stop it");
    }
    Left left = Left.read(metadata);
    if (left.notes(server) + left.processes(server) > 0) {
      throw new ServerChangeException(
          "Server "
              + server
              + " still has "
              + left.notes(server)
              + " notes and "
              + left.processes(server)
              + " processes: wait until it has none");
    }
  }
}
