// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What users hear of a server that is cut off. */
public class CutOffNoticeTest {

  private final List<String> heard = new ArrayList<>();
  private final Deque<Runnable> laters = new ArrayDeque<>();
  private final CutOffNotice notice =
      new CutOffNotice(
          text -> heard.add("warning " + text),
          text -> heard.add("news " + text),
          () -> Optional.of("c:6000 does not answer"),
          laters::add);

  private void aMomentLater() {
    while (!laters.isEmpty()) {
      laters.poll().run();
    }
  }

  @Test
  public void aLossIsToldOnceWithItsReasonAndSoIsTheReturn() {
    notice.onLapsed("s");
    aMomentLater();
    notice.onSessionLost("s");
    aMomentLater();
    assertEquals(heard.toString(), 1, heard.size());
    assertTrue(heard.get(0), heard.get(0).startsWith("warning "));
    assertTrue(heard.get(0), heard.get(0).contains("c:6000 does not answer"));
    notice.onSessionOpened("t");
    notice.onSessionOpened("t");
    assertEquals(heard.toString(), 2, heard.size());
    assertTrue(heard.get(1), heard.get(1).startsWith("news "));
  }

  @Test
  public void whatIsOverInAMomentIsNotTold() {
    notice.onLapsed("s");
    notice.onRecovered("s");
    aMomentLater();
    assertEquals(List.of(), heard);
  }

  @Test
  public void theFirstSessionIsNoNews() {
    notice.onSessionOpened("s");
    assertEquals(List.of(), heard);
  }

  @Test
  public void eachLossIsTold() {
    for (int i = 0; i < 3; i++) {
      notice.onLapsed("s");
      aMomentLater();
      notice.onRecovered("s");
    }
    assertEquals(6, heard.size());
  }
}
