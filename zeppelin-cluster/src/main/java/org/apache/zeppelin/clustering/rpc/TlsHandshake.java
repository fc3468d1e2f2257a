// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.zeppelin.clustering.security.ClusterTls;
import org.apache.zeppelin.clustering.security.PeerNames;

/**
 * Mutual TLS. When a handshake of TLS 1.3 has ended for who connects, the other side may still
 * refuse it: so that says a word of its own, before which no call is made.
 */
final class TlsHandshake implements Handshake {

  private static final int WELCOME = 'Z';

  private final SSLContext context;
  private final Predicate<X509Certificate> admitted;

  TlsHandshake(SSLContext context, Predicate<X509Certificate> admitted) {
    this.context = context;
    this.admitted = admitted;
  }

  @Override
  public Socket dialled(Socket connected, String host, int port, int timeoutMillis)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
    SSLParameters parameters = parameters(socket);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(timeoutMillis);
    try {
      socket.startHandshake();
      if (socket.getInputStream().read() != WELCOME) {
        throw new EOFException("it closed the connection after the handshake");
      }
    } catch (SSLException | EOFException e) {
      throw new SSLException(
          "it and this server do not trust each other's certificates: " + e.getMessage(), e);
    }
    return socket;
  }

  private static SSLParameters parameters(SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(ClusterTls.PROTOCOLS.toArray(new String[0]));
    return parameters;
  }

  @Override
  public Socket accepted(Socket connected) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connected, null, true);
    socket.setUseClientMode(false);
    SSLParameters parameters = parameters(socket);
    parameters.setNeedClientAuth(true);
    socket.setSSLParameters(parameters);
    return socket;
  }

  @Override
  public void admit(Socket accepted, int timeoutMillis) throws IOException {
    SSLSocket socket = (SSLSocket) accepted;
    socket.setSoTimeout(timeoutMillis);
    socket.startHandshake();
    check(socket);
    socket.getOutputStream().write(WELCOME);
  }

  @Override
  public void check(Socket accepted) throws IOException {
    X509Certificate peer =
        (X509Certificate) ((SSLSocket) accepted).getSession().getPeerCertificates()[0];
    if (!admitted.test(peer)) {
      throw new SSLException(
          "its certificate is for no member of the cluster: " + PeerNames.of(peer));
    }
  }
}
