// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * What a server's sockets go through, as RFC 1928 has it: without a password, to IPv4 addresses. So
 * the server need not know to whom it connects for the right way to be taken.
 */
public final class Socks implements Entrance.Handler {

  private static final int VERSION = 5;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int DONE = 0;
  private static final int UNREACHABLE = 4;
  private static final int REFUSED = 5;

  private final Ways ways;

  /** Knows the ways of the server that connects. */
  public interface Ways {
    /** Where the address is really. */
    InetSocketAddress target(InetSocketAddress address);

    /** Null when there is no way to it. */
    Relays relays(InetSocketAddress address);
  }

  public Socks(Ways ways) {
    this.ways = ways;
  }

  @Override
  public void handle(Socket client) throws IOException, InterruptedException {
    InetSocketAddress asked = request(client);
    Relays relays = ways.relays(asked);
    if (relays == null) {
      answer(client, UNREACHABLE);
      Relay.quietly(client);
      return;
    }
    try {
      relays.connect(client, ways.target(asked), () -> answer(client, DONE));
    } catch (ConnectException e) {
      answer(client, REFUSED);
      Relay.quietly(client);
    }
  }

  private static InetSocketAddress request(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    expect(VERSION, in.readUnsignedByte());
    in.skipBytes(in.readUnsignedByte());
    client.getOutputStream().write(new byte[] {VERSION, 0});
    expect(VERSION, in.readUnsignedByte());
    expect(CONNECT, in.readUnsignedByte());
    expect(0, in.readUnsignedByte());
    expect(IPV4, in.readUnsignedByte());
    byte[] address = new byte[4];
    in.readFully(address);
    return new InetSocketAddress(InetAddress.getByAddress(address), in.readUnsignedShort());
  }

  private static void expect(int wanted, int found) throws IOException {
    if (wanted != found) {
      throw new IOException("This is not SOCKS 5 to an IPv4 address");
    }
  }

  private static void answer(Socket client, int code) throws IOException {
    client.getOutputStream().write(new byte[] {VERSION, (byte) code, 0, IPV4, 0, 0, 0, 0, 0, 0});
  }
}
