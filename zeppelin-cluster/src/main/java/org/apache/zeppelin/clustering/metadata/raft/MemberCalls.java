// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.ratis.thirdparty.io.grpc.Grpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.zeppelin.clustering.security.PeerNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets members alone call the Raft port. All others that are certified may ask one thing, who the
 * members are: a server that is to be added has to.
 */
final class MemberCalls implements ServerInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(MemberCalls.class);
  private static final String OPEN = "groupInfo";
  private static final long TELL_NANOS = 10_000_000_000L;

  private final Predicate<X509Certificate> admitted;
  private final LongSupplier nanoTicker;
  private final AtomicLong told;

  MemberCalls(Predicate<X509Certificate> admitted, LongSupplier nanoTicker) {
    this.admitted = admitted;
    this.nanoTicker = nanoTicker;
    this.told = new AtomicLong(nanoTicker.getAsLong() - TELL_NANOS);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String refusal = refusal(call);
    if (refusal.isEmpty()) {
      return next.startCall(call, headers);
    }
    tell(refusal, call);
    call.close(Status.PERMISSION_DENIED.withDescription(refusal), new Metadata());
    return new ServerCall.Listener<Q>() {};
  }

  private String refusal(ServerCall<?, ?> call) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return "The connection is not encrypted";
    }
    try {
      X509Certificate peer = (X509Certificate) session.getPeerCertificates()[0];
      boolean open = OPEN.equals(call.getMethodDescriptor().getBareMethodName());
      return open || admitted.test(peer)
          ? ""
          : "The certificate is for no member of the cluster: " + PeerNames.of(peer);
    } catch (SSLPeerUnverifiedException e) {
      return "The other side has shown no certificate";
    }
  }

  private void tell(String refusal, ServerCall<?, ?> call) {
    long now = nanoTicker.getAsLong();
    long last = told.get();
    if (now - last >= TELL_NANOS && told.compareAndSet(last, now)) {
      LOG.warn(
          "Refused a call from {} on the Raft port: {}",
          call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
          refusal);
    }
  }
}
