// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.zeppelin.clustering.servers.wire.Load;
import org.apache.zeppelin.clustering.servers.wire.ServerLoad;
import org.junit.Test;

public class QuietGroupsTest {

  private final QuietGroups quiet = new QuietGroups(100);

  private static ServerLoad running(String server, Map<String, Integer> runs) {
    return new ServerLoad(server, 0, new Load(0, 0, 0, 0), List.of()).setRuns(runs);
  }

  @Test
  public void aGroupIsQuietOnceNothingHasRunInItForLongEnough() {
    List<ServerLoad> none = List.of(running("a", Map.of()), running("b", Map.of("other", 1)));
    assertFalse(quiet.quiet("g", none, 0));
    assertFalse(quiet.quiet("g", none, 99));
    assertTrue(quiet.quiet("g", none, 100));
  }

  @Test
  public void aRunOnAnyServerBeginsTheWaitAgain() {
    List<ServerLoad> none = List.of(running("a", Map.of()));
    assertFalse(quiet.quiet("g", none, 0));
    assertFalse(quiet.quiet("g", List.of(running("b", Map.of("g", 2))), 90));
    assertFalse(quiet.quiet("g", none, 150));
    assertTrue(quiet.quiet("g", none, 250));
  }

  @Test
  public void whatWasSeenBeforeDoesNotCountAfterAPause() {
    assertFalse(quiet.quiet("g", List.of(), 0));
    quiet.forget();
    assertFalse(quiet.quiet("g", List.of(), 1_000));
  }
}
