// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.probe;

import static org.junit.Assert.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.Test;

public class ConnectProbeTest {

  private final Probe probe = new ConnectProbe(1_000);

  @Test
  public void tellsAListenerFromAClosedPortAndANameThatLeadsNowhere() throws Exception {
    int port;
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = listening.getLocalPort();
      assertEquals(Probe.Outcome.ANSWERS, probe.probe("127.0.0.1", port));
    }
    assertEquals(Probe.Outcome.REFUSED, probe.probe("127.0.0.1", port));
    assertEquals(Probe.Outcome.SILENT, probe.probe("no.invalid", port));
  }
}
