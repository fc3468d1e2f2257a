// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.junit.Test;

/** Which processes nobody may use any more. */
public class OrphansTest {

  private static final LaunchedProcess MINE = new LaunchedProcess(7, "g");

  private final Orphans orphans = new Orphans("m");
  private final Map<String, ProcessEntry> entries = new HashMap<>();

  private List<LaunchedProcess> look() {
    return orphans.look(List.of(MINE), entries, group -> false);
  }

  private void running(long pid) {
    entries.put("g", starting().setState(ProcessState.RUNNING).setHost("h").setPort(1).setPid(pid));
  }

  private static ProcessEntry starting() {
    return new ProcessEntry("g", "s", "s", "u", "n", ProcessState.STARTING, "m", "ms");
  }

  @Test
  public void whatIsNamedStays() {
    running(7);
    assertEquals(List.of(), look());
    assertEquals(List.of(), look());
  }

  @Test
  public void whatIsNotNamedTwiceInARowGoes() {
    assertEquals(List.of(), look());
    assertEquals(List.of(MINE), look());
  }

  @Test
  public void whatIsNamedMeanwhileStays() {
    assertEquals(List.of(), look());
    running(7);
    assertEquals(List.of(), look());
    entries.clear();
    assertEquals(List.of(), look());
  }

  @Test
  public void anotherProcessOfItsGroupDoesNotNameIt() {
    running(8);
    look();
    assertEquals(List.of(MINE), look());
  }

  @Test
  public void aStartOfAnotherServerDoesNotNameIt() {
    entries.put("g", starting());
    look();
    assertEquals(List.of(MINE), look());
  }

  @Test
  public void whatAnotherServerCannotEndIsEndedHere() {
    running(7);
    entries.get("g").setState(ProcessState.STOPPING);
    look();
    assertEquals(List.of(), look());
    entries.get("g").setManager("other");
    look();
    assertEquals(List.of(MINE), look());
  }

  @Test
  public void whatIsBeingStartedStays() {
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(), orphans.look(List.of(MINE), entries, "g"::equals));
    }
  }

  @Test
  public void aProcessOfUnknownPidMayBeThisOne() {
    running(0);
    look();
    assertEquals(List.of(), look());
  }

  @Test
  public void afterATimeInWhichNobodyKnewItBeginsAnew() {
    look();
    orphans.forget();
    assertEquals(List.of(), look());
    assertEquals(List.of(MINE), look());
  }
}
