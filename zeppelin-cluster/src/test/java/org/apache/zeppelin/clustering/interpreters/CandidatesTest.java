// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.interpreters.placement.Candidate;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.servers.ClusterView;
import org.apache.zeppelin.clustering.servers.ServerView;
import org.apache.zeppelin.clustering.servers.Servers;
import org.junit.Before;
import org.junit.Test;

/** What the placement is told of the servers. */
public class CandidatesTest {

  private static final String GROUP = "sample-ann-note";

  private final MetadataView metadata = mock(MetadataView.class);
  private final Servers servers = mock(Servers.class);
  private final Candidates candidates = new Candidates(servers);

  @Before
  public void twoServers() {
    ClusterView view = mock(ClusterView.class);
    when(view.servers())
        .thenReturn(List.of(ServerView.offline("a", true), ServerView.offline("b", false)));
    when(view.metadata()).thenReturn(metadata);
    when(servers.view()).thenReturn(view);
    when(metadata.processes("a")).thenReturn(3);
    when(metadata.processes("a", "ann")).thenReturn(2);
    when(metadata.processes("b")).thenReturn(1);
    when(metadata.get(ProcessCommands.key(GROUP))).thenReturn(Optional.empty());
  }

  private void claimed(String manager, String user) {
    ProcessEntry claim =
        new ProcessEntry(
            GROUP, "sample", "sample", user, "note", ProcessState.STARTING, manager, "session");
    when(metadata.get(ProcessCommands.key(GROUP)))
        .thenReturn(
            Optional.of(new Entry(ProcessCommands.key(GROUP), EntryValue.process(claim), 1, 1, 1)));
  }

  private List<String> counts(String... tried) {
    GroupRequest request =
        new GroupRequest(GROUP, "sample", "sample", "ann", "note", Map.of(), Set.of());
    return candidates.present(request, Set.of(tried)).stream()
        .map(CandidatesTest::counts)
        .collect(Collectors.toList());
  }

  private static String counts(Candidate candidate) {
    return candidate.server() + " " + candidate.processes() + " " + candidate.userProcesses();
  }

  @Test
  public void eachHasItsProcessesAndThoseOfTheUser() {
    assertEquals(List.of("a 3 2", "b 1 0"), counts());
  }

  @Test
  public void theClaimOfThisStartDoesNotCountWhereItWasMade() {
    claimed("a", "ann");
    assertEquals(List.of("a 2 1", "b 1 0"), counts());
    claimed("b", "bob");
    assertEquals("of another user", List.of("a 3 2", "b 0 0"), counts());
  }

  @Test
  public void whoWasTriedIsLeftOut() {
    assertEquals(List.of("b 1 0"), counts("a"));
  }
}
