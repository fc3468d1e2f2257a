// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertEquals;

import java.util.Optional;
import org.junit.Test;

public class RunDirectoryTest {

  @Test
  public void theLastServerThatRanAParagraphHasIt() {
    RunDirectory runs = new RunDirectory(100);
    runs.started("n", "p", "a:1");
    runs.started("n", "q", "b:1");
    runs.started("n", "p", "c:1");
    assertEquals(Optional.of("c:1"), runs.serverOf("n", "p"));
    assertEquals(Optional.of("b:1"), runs.serverOf("n", "q"));
    assertEquals(Optional.empty(), runs.serverOf("m", "p"));
  }

  @Test
  public void aWholeNoteIsWithTheServerThatRanAnyOfItLast() {
    RunDirectory runs = new RunDirectory(100);
    runs.started("n", "p", "a:1");
    runs.started("n", "q", "b:1");
    assertEquals(Optional.of("b:1"), runs.serverOf("n", ""));
  }

  @Test
  public void theOldestRunsGoWhenItIsFull() {
    RunDirectory runs = new RunDirectory(4);
    runs.started("n1", "p", "a:1");
    runs.started("n2", "p", "a:1");
    runs.started("n1", "p", "b:1");
    runs.started("n3", "p", "a:1");
    assertEquals(Optional.of("b:1"), runs.serverOf("n1", "p"));
    assertEquals(Optional.empty(), runs.serverOf("n2", "p"));
    assertEquals(Optional.of("a:1"), runs.serverOf("n3", "p"));
  }
}
