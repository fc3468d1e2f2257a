// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.junit.Test;

/** Who belongs to the cluster, by what Ratis says. */
public class RosterTest {

  private static final String A = "a:1";
  private static final String B = "b:1";
  private static final String C = "c:1";
  private static final String D = "d:1";

  private RaftConfiguration present;
  private final Roster roster =
      new Roster(
          MetadataSettings.builder()
              .serverId(A)
              .servers(List.of(A, B))
              .bindAddress("localhost")
              .storageDir(Path.of("unused"))
              .build(),
          () -> present);

  private static List<RaftPeer> peers(String... servers) {
    return Stream.of(servers).map(RaftOptions::peer).collect(Collectors.toList());
  }

  private static RaftConfiguration of(
      List<RaftPeer> voters, List<RaftPeer> former, List<RaftPeer> listeners) {
    RaftConfiguration configuration = mock(RaftConfiguration.class);
    when(configuration.getAllPeers(RaftPeerRole.FOLLOWER))
        .thenReturn(
            Stream.concat(voters.stream(), former.stream())
                .distinct()
                .collect(Collectors.toList()));
    when(configuration.getCurrentPeers(RaftPeerRole.FOLLOWER)).thenReturn(voters);
    when(configuration.getPreviousPeers(RaftPeerRole.FOLLOWER)).thenReturn(former);
    when(configuration.getAllPeers(RaftPeerRole.LISTENER)).thenReturn(listeners);
    return configuration;
  }

  @Test
  public void beforeThereIsALogTheSettingSaysWho() {
    assertEquals(Membership.of(List.of(A, B), List.of()).toString(), roster.members().toString());
    assertEquals(List.of(), roster.electorates());
    assertEquals(List.of(B), roster.others());
    assertEquals(-1, roster.index());
    assertEquals(B, roster.name(RaftOptions.peerId(B)));
  }

  @Test
  public void eachChangeIsSeenAndNothingIsWorkedOutTwice() {
    present = of(peers(A, B), List.of(), peers(C));
    Membership first = roster.members();
    assertEquals(List.of(A, B), first.voters());
    assertEquals(List.of(C), first.listeners());
    assertEquals(List.of(Set.of(A, B)), roster.electorates());
    assertEquals(List.of(B, C), roster.others());
    assertEquals(C, roster.name(RaftOptions.peerId(C)));
    assertSame(first, roster.members());
    present = of(peers(A, B, D), peers(A, B), peers(C));
    assertEquals(List.of(A, B, D), roster.members().voters());
    assertEquals(List.of(Set.of(A, B, D), Set.of(A, B)), roster.electorates());
    assertEquals(List.of(B, C, D), roster.others());
    assertEquals(D, roster.name(RaftOptions.peerId(D)));
  }

  @Test
  public void aServerThatWasRemovedAsksThoseOfItsSetting() {
    present = of(peers(A, C), List.of(), List.of());
    assertTrue(roster.belongs());
    assertEquals(List.of(C), roster.others());
    present = of(peers(C, D), List.of(), List.of());
    assertFalse(roster.belongs());
    assertEquals(List.of(B, C, D), roster.others());
  }

  @Test
  public void aStrangerHasTheNameThatRatisGivesIt() {
    assertEquals("stranger", roster.name(RaftPeerId.valueOf("stranger")));
  }
}
