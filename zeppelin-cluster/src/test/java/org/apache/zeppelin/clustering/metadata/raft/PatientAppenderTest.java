// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.junit.Test;

public class PatientAppenderTest {

  private static final RaftPeerId SERVER = RaftPeerId.valueOf("server");

  private final RaftConfiguration configuration = mock(RaftConfiguration.class);

  private boolean votes(RaftPeerRole... roles) {
    RaftPeer peer = RaftPeer.newBuilder().setId(SERVER).build();
    for (RaftPeerRole role : roles) {
      when(configuration.getPeer(SERVER, role)).thenReturn(peer);
    }
    return PatientAppender.votes(configuration, SERVER);
  }

  @Test
  public void whoOnlyListensDoesNotVote() {
    assertFalse(votes(RaftPeerRole.LISTENER));
  }

  @Test
  public void whoVotesDoes() {
    assertTrue(votes(RaftPeerRole.FOLLOWER));
  }

  @Test
  public void whoComesToVoteDoesAlready() {
    assertTrue(votes(RaftPeerRole.LISTENER, RaftPeerRole.FOLLOWER));
  }

  @Test
  public void whoIsNoMemberYetIsHurried() {
    assertTrue(votes());
  }

  @Test
  public void oneIsSentEachThreeSeconds() {
    assertEquals("after one", 3_000, PatientAppender.patiently(300, 600));
    assertEquals("when a usual one is due", 2_700, PatientAppender.patiently(0, 600));
    assertTrue("overdue by all", PatientAppender.patiently(-2_701, 600) <= 0);
  }

  @Test
  public void whereVotersAreHurriedLessSoAreTheOthers() {
    assertEquals(5_000, PatientAppender.patiently(5_000, 10_000));
  }
}
