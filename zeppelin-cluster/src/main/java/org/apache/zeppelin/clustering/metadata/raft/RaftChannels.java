// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.apache.ratis.client.ClientFactory;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.ClientAuth;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContext;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContextBuilder;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.security.ClusterTls;

/** The connections of Ratis: in clear, or with certificates on both sides. Immutable. */
final class RaftChannels {

  private static final int HANDSHAKE_SECONDS = 10;

  private final MetadataSettings settings;
  private final Optional<ClusterTls> tls;

  RaftChannels(MetadataSettings settings, Optional<ClusterTls> tls) {
    this.settings = settings;
    this.tls = tls;
  }

  /** Connections to those servers, by their names. */
  RaftClientRpc client(Membership members) {
    return client(members, settings.attemptTimeoutMillis());
  }

  /**
   * @param attemptMillis longest wait for an answer
   */
  RaftClientRpc client(Membership members, int attemptMillis) {
    RaftProperties properties = RaftOptions.clientProperties(settings, attemptMillis);
    RaftClientRpc client =
        ClientFactory.cast(SupportedRpcType.GRPC.newFactory(dialling()))
            .newRaftClientRpc(ClientId.randomId(), properties);
    client.addRaftPeers(RaftOptions.peers(members));
    return client;
  }

  /** Ratis's own checks whom it dials by the name that it dials. */
  private Parameters dialling() {
    Parameters parameters = new Parameters();
    tls.ifPresent(
        t -> GrpcConfigKeys.TLS.setConf(parameters, new GrpcTlsConfig(t.keys(), t.trust(), true)));
    return parameters;
  }

  /**
   * For a server, which is dialled and dials.
   *
   * @param admitted whose calls are served
   * @param nanoTicker monotonic nanoseconds
   */
  Parameters serving(Predicate<X509Certificate> admitted, LongSupplier nanoTicker) {
    Parameters parameters = dialling();
    GrpcConfigKeys.Server.setServicesCustomizer(
        parameters, (builder, types) -> customize(builder, admitted, nanoTicker));
    return parameters;
  }

  private NettyServerBuilder customize(
      NettyServerBuilder builder, Predicate<X509Certificate> admitted, LongSupplier nanoTicker) {
    builder.handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    tls.ifPresent(
        t -> builder.sslContext(context(t)).intercept(new MemberCalls(admitted, nanoTicker)));
    return builder;
  }

  /**
   * In place of that of Ratis, which would speak older TLS, too. BoringSSL does the work where the
   * machine can load it, as on the dialling side, and else the JDK.
   */
  private static SslContext context(ClusterTls tls) {
    try {
      return GrpcSslContexts.configure(SslContextBuilder.forServer(tls.keys()))
          .trustManager(new UnnamedIssuers(tls.trust()))
          .clientAuth(ClientAuth.REQUIRE)
          .protocols(ClusterTls.PROTOCOLS)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException(
          "Neither BoringSSL nor this JDK can speak TLS as gRPC needs it", e);
    }
  }
}
