// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.EOFException;
import java.io.IOException;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.apache.zeppelin.clustering.shaded.thrift.TProcessor;
import org.apache.zeppelin.clustering.shaded.thrift.TProcessorFactory;
import org.apache.zeppelin.clustering.shaded.thrift.protocol.TProtocol;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TTransport;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TTransportException;

/** Gives each message its time, and lets a broken one end its connection quietly. */
final class GuardedProcessors extends TProcessorFactory {

  private final TProcessor service;
  private final RpcLimits limits;
  private final Handshake handshake;
  private final BadConnections badConnections;

  GuardedProcessors(
      TProcessor service, RpcLimits limits, Handshake handshake, BadConnections badConnections) {
    super(service);
    this.service = service;
    this.limits = limits;
    this.handshake = handshake;
    this.badConnections = badConnections;
  }

  @Override
  public TProcessor getProcessor(TTransport transport) {
    RpcConnection connection = (RpcConnection) transport;
    return (in, out) -> process(connection, in, out);
  }

  private void process(RpcConnection connection, TProtocol in, TProtocol out) throws TException {
    try {
      connection.admit(handshake, limits.readTimeoutMillis());
    } catch (IOException | RuntimeException e) {
      // Who only looks whether somebody listens goes without a word.
      if (!(e.getCause() instanceof EOFException)) {
        badConnections.report(connection.peer(), e);
      }
      throw new TTransportException(TTransportException.END_OF_FILE, "not admitted");
    }
    connection.expect(limits.idleTimeoutMillis(), limits.readTimeoutMillis());
    try {
      service.process(in, out);
    } catch (TException | RuntimeException | StackOverflowError e) {
      if (connection.begun()) {
        badConnections.report(connection.peer(), e);
      }
      // The server ends a connection that ended, without a word.
      throw new TTransportException(TTransportException.END_OF_FILE, "dropped");
    }
  }
}
