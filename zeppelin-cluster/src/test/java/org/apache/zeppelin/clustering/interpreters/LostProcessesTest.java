// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertEquals;

import java.util.Optional;
import org.junit.Test;

/** Why processes were lost. */
public class LostProcessesTest {

  private final LostProcesses lost = new LostProcesses(2);

  @Test
  public void aReasonIsOfOneEpoch() {
    lost.add("g", 7, "its host burnt");
    assertEquals(Optional.of("its host burnt"), lost.of("g", 7));
    assertEquals(Optional.empty(), lost.of("g", 8));
    lost.add("g", 9, "again");
    assertEquals(Optional.empty(), lost.of("g", 7));
    assertEquals(Optional.of("again"), lost.last("g"));
  }

  @Test
  public void theOldestIsForgotten() {
    lost.add("a", 1, "one");
    lost.add("b", 2, "two");
    lost.add("a", 3, "three");
    lost.add("c", 4, "four");
    assertEquals(Optional.of("three"), lost.last("a"));
    assertEquals(Optional.empty(), lost.last("b"));
    assertEquals(Optional.of("four"), lost.last("c"));
  }
}
