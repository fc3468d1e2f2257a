// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.security.SignatureException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.Test;

public class ReachabilityTest {

  private static Throwable caused(String message, Throwable cause) {
    return new IOException(message, cause);
  }

  @Test
  public void theCauseIsBeneath() {
    assertEquals(
        "io exception: java.net.ConnectException: Connection refused",
        Reachability.reason(
            caused(
                "io exception\nChannel Pipeline: []", new ConnectException("Connection refused"))));
    assertEquals("it is closed", Reachability.reason(new IOException("it is closed")));
    assertEquals("null", Reachability.reason(new IOException()));
  }

  @Test
  public void aWrongSecretOrAuthorityIsNamed() {
    Throwable handshake = new SSLHandshakeException("General problem");
    handshake.initCause(new SignatureException("Signature does not match."));
    String reason = Reachability.reason(caused("io exception\nChannel Pipeline: []", handshake));
    for (String part :
        new String[] {
          "zeppelin.cluster.secret.file", "zeppelin.cluster.tls.authority", "does not match"
        }) {
      assertTrue(reason, reason.contains(part));
    }
    assertEquals(reason, 1, reason.lines().count());
  }
}
