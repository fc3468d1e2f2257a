// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.apache.zeppelin.clustering.metadata.wire.ServerEntry;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;
import org.junit.Test;

public class NoteTakersTest {

  private static ServerEntry server(String id, ServerState state) {
    return new ServerEntry(id, "host", 1, 2, 3, state, List.of(), "release");
  }

  @Test
  public void theOneWithTheFewestNotesIsAskedFirstAndNoneThatIsDrained() {
    List<ServerEntry> servers =
        List.of(
            server("a", ServerState.ONLINE),
            server("b", ServerState.ONLINE),
            server("c", ServerState.DRAINING),
            server("d", ServerState.ONLINE),
            server("e", ServerState.ONLINE));
    assertEquals(
        List.of("e", "b", "d"), NoteTakers.inOrder(servers, List.of("b", "d", "a", "a"), "a"));
    assertEquals(List.of("b", "d", "e"), NoteTakers.inOrder(servers, List.of(), "a"));
  }
}
