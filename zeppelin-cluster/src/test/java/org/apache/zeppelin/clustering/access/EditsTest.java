// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import static org.junit.Assert.assertEquals;

import java.util.Map;
import org.junit.Test;

public class EditsTest {

  @Test
  public void whatAnotherChangedMeanwhileStays() {
    assertEquals(
        Map.of("a", "1", "b", "2"), Edits.onto(Map.of(), Map.of("a", "1"), Map.of("b", "2")));
  }

  @Test
  public void whatWasRemovedGoesAndNothingElse() {
    assertEquals(
        Map.of("b", "2", "c", "3"),
        Edits.onto(
            Map.of("a", "1", "b", "2"), Map.of("b", "2"), Map.of("a", "1", "b", "2", "c", "3")));
  }

  @Test
  public void whatAnotherRemovedDoesNotComeBackWithACopy() {
    assertEquals(
        Map.of("b", "9"),
        Edits.onto(Map.of("a", "1", "b", "2"), Map.of("a", "1", "b", "9"), Map.of("b", "2")));
  }
}
