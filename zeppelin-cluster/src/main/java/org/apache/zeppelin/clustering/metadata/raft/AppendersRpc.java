// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/** Ratis's gRPC, of whose servers {@link Appenders} get to know what sends their log. */
public final class AppendersRpc implements RpcType {

  private static final String APPENDERS = "zeppelin.cluster.appenders";

  /** Ratis makes it by its name. */
  public AppendersRpc() {}

  /** Has a server with these properties and parameters make its appenders known. */
  static void use(RaftProperties properties, Parameters parameters, Appenders appenders) {
    properties.set(RaftConfigKeys.Rpc.TYPE_KEY, AppendersRpc.class.getName());
    parameters.put(APPENDERS, appenders, Appenders.class);
  }

  @Override
  public String name() {
    return AppendersRpc.class.getName();
  }

  @Override
  public RpcFactory newFactory(Parameters parameters) {
    return new Factory(parameters);
  }

  private static final class Factory extends GrpcFactory {
    private final Appenders appenders;

    private Factory(Parameters parameters) {
      super(parameters);
      this.appenders = parameters.getNonNull(APPENDERS, Appenders.class);
    }

    @Override
    public LogAppender newLogAppender(
        RaftServer.Division server, LeaderState state, FollowerInfo follower) {
      LogAppender appender = new PatientAppender(server, state, follower);
      appenders.add(appender);
      return appender;
    }
  }
}
