// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PeerNamesTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private X509Certificate certificate(String... hosts) throws Exception {
    return new TestAuthority(folder.newFolder().toPath()).certify("server", hosts);
  }

  @Test
  public void namesAreLettersAndCaseDoesNotMatter() throws Exception {
    X509Certificate one = certificate("Host1.example.com", "10.0.0.1");
    assertTrue(PeerNames.oneOf(one, List.of("other", "host1.EXAMPLE.com")));
    assertTrue(PeerNames.oneOf(one, List.of("10.0.0.1")));
    assertFalse(PeerNames.oneOf(one, List.of("host1", "example.com", "10.0.0.11")));
    assertFalse(PeerNames.oneOf(one, List.of()));
  }

  @Test
  public void anAddressOfSixteenBytesIsTheSameInAllItsSpellings() throws Exception {
    X509Certificate one = certificate("fe80::1");
    assertTrue(PeerNames.oneOf(one, List.of("[fe80:0:0:0:0:0:0:1]")));
    assertTrue(PeerNames.oneOf(one, List.of("fe80::1")));
    assertFalse(PeerNames.oneOf(one, List.of("fe80::2")));
  }

  @Test
  public void aStarIsOneLabel() throws Exception {
    X509Certificate all = certificate("*.example.com");
    assertTrue(PeerNames.oneOf(all, List.of("a.example.com")));
    assertFalse(PeerNames.oneOf(all, List.of("a.b.example.com")));
    assertFalse(PeerNames.oneOf(all, List.of("example.com")));
    assertFalse(PeerNames.oneOf(certificate("*.0.0.1"), List.of("10.0.0.1")));
  }

  @Test
  public void whoeverIsNotNamedIsNobody() throws Exception {
    X509Certificate none = certificate();
    assertEquals(Set.of(), PeerNames.of(none));
    assertFalse(PeerNames.oneOf(none, List.of("server")));
  }
}
