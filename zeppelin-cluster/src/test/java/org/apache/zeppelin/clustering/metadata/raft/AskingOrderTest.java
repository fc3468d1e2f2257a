// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.Test;

public class AskingOrderTest {

  private final AskingOrder order = new AskingOrder();

  @Test
  public void thoseThatWereLateComeLast() {
    assertEquals(List.of("a", "b", "c"), order.of(Set.of("c", "a", "b")));
    order.late("a");
    assertEquals(List.of("b", "c", "a"), order.of(Set.of("c", "a", "b")));
    order.late("b");
    assertEquals(List.of("c", "a", "b"), order.of(Set.of("c", "a", "b")));
    order.late("a");
    assertEquals(List.of("c", "b", "a"), order.of(Set.of("c", "a", "b")));
  }

  @Test
  public void forgetsWhoBelongsNoMore() {
    order.late("a");
    order.late("b");
    assertEquals(List.of("c", "b"), order.of(Set.of("b", "c")));
    assertEquals(List.of("a", "c", "b"), order.of(Set.of("a", "b", "c")));
  }
}
