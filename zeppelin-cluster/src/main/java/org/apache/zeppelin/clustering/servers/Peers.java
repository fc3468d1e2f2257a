// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.rpc.RpcCall;
import org.apache.zeppelin.clustering.rpc.RpcClients;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.shaded.thrift.TException;

/** Calls other servers by their id. Any thread may call; a call blocks its thread. */
public final class Peers {

  private final Metadata metadata;
  private final RpcClients clients;

  public Peers(Metadata metadata, RpcClients clients) {
    this.metadata = metadata;
    this.clients = clients;
  }

  /**
   * Calls the server of that id.
   *
   * @throws UnavailableException when no such server is a member now
   * @throws TException what the call declares, or that the server could not be reached
   */
  public <R> R call(String serverId, long timeoutMillis, RpcCall<R> call) throws TException {
    ServerEntry server = entry(serverId);
    return clients.call(server.getHost(), server.getServicePort(), timeoutMillis, call);
  }

  /**
   * The same for a call that may reach the server twice: retried when a connection turns out dead.
   */
  public <R> R callIdempotent(String serverId, long timeoutMillis, RpcCall<R> call)
      throws TException {
    ServerEntry server = entry(serverId);
    return clients.callIdempotent(server.getHost(), server.getServicePort(), timeoutMillis, call);
  }

  /** What the metadata say of the server, as applied here. */
  public ServerEntry entry(String serverId) throws UnavailableException {
    return metadata
        .local()
        .get("server/" + serverId)
        .orElseThrow(
            () -> new UnavailableException("server " + serverId + " is not in the cluster now"))
        .getValue()
        .getServer();
  }

  /** Ids of the members but that one. */
  public List<String> others(String serverId) {
    return metadata.local().list(Servers.KEY_PREFIX).stream()
        .map(entry -> entry.getKey().substring(Servers.KEY_PREFIX.length()))
        .filter(id -> !id.equals(serverId))
        .collect(Collectors.toList());
  }

  /** True while that session of a server is open, as far as this server has applied the log. */
  public boolean sessionOpen(String session) {
    return metadata.local().session(session).isPresent();
  }
}
