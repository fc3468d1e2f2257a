// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.security.TestAuthority;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AdmissionTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Roster roster = mock(Roster.class);
  private final Admission admission = new Admission(roster);
  private TestAuthority authority;

  @Before
  public void two() throws Exception {
    authority = new TestAuthority(folder.newFolder().toPath());
    when(roster.belongs()).thenReturn(true);
    when(roster.index()).thenReturn(10L);
    when(roster.members()).thenReturn(members("a", "b"));
  }

  private static Membership members(String... hosts) {
    List<String> servers = new ArrayList<>();
    for (String host : hosts) {
      servers.add(host + ":6000");
    }
    return Membership.of(servers, List.of());
  }

  private X509Certificate of(String host) throws Exception {
    return authority.certify(host, host);
  }

  private void told(long committed, String... hosts) {
    admission.told(new Told("a:6000", members(hosts), Told.NOT_LEADING, committed));
  }

  @Test
  public void membersAreLetInAndNobodyElse() throws Exception {
    assertTrue(admission.admits(of("a")));
    assertFalse(admission.admits(of("c")));
  }

  @Test
  public void soIsWhoeverALaterAnswerNames() throws Exception {
    told(11, "a", "c");
    assertTrue(admission.admits(of("c")));
    assertTrue("as this server's own log has it", admission.admits(of("b")));
  }

  @Test
  public void whatIsOlderThanTheLogDoesNotCount() throws Exception {
    told(10, "a", "b", "removed");
    assertFalse(admission.admits(of("removed")));
  }

  @Test
  public void ofTwoAnswersTheLaterCountsAlsoWhenNothingWasWrittenInBetween() throws Exception {
    told(11, "a", "b", "removed");
    assertTrue(admission.admits(of("removed")));
    told(11, "a", "b");
    assertFalse(admission.admits(of("removed")));
    told(9, "a", "b", "removed");
    assertFalse(admission.admits(of("removed")));
  }

  @Test
  public void whoWaitsToBeAddedKnowsNobodyYet() throws Exception {
    when(roster.belongs()).thenReturn(false);
    assertTrue(admission.admits(of("leader")));
  }
}
