// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.rpc.wire.BrowserText;
import org.apache.zeppelin.clustering.rpc.wire.BrowserTexts;
import org.junit.Before;
import org.junit.Test;
import org.mockito.Mockito;

public class BrowserInboxTest {

  private final Views views = new Views();
  private final BrowserInbox inbox = new BrowserInbox(views);
  private final List<String> heard = new ArrayList<>();
  private long number;

  @Before
  public void browser() {
    LocalBrowser browser = Mockito.mock(LocalBrowser.class);
    Mockito.doAnswer(call -> heard.add(call.getArgument(0))).when(browser).send(Mockito.any());
    number = views.of(browser).number();
  }

  private boolean take(String life, long sequence, boolean gap, String... texts) {
    List<BrowserText> list = new ArrayList<>();
    for (String text : texts) {
      list.add(new BrowserText(number, text));
    }
    return inbox.take(new BrowserTexts("s", life, sequence, list, gap));
  }

  @Test
  public void whatComesTwiceCountsOnce() {
    take("life", 1, false, "a", "b");
    take("life", 1, false, "a", "b");
    take("life", 2, false, "c");
    take("life", 1, false, "a", "b");
    assertEquals(List.of("a", "b", "c"), heard);
  }

  @Test
  public void aServerThatStartedAnewCountsAnew() {
    take("one", 7, false, "a");
    take("two", 1, false, "b");
    assertEquals(List.of("a", "b"), heard);
  }

  @Test
  public void whatComesLateFromAFormerQueueIsDropped() {
    take("one", 7, false, "a");
    take("two", 1, false, "b");
    take("one", 8, false, "late");
    take("two", 2, false, "c");
    take("two", 1, false, "b");
    assertEquals(List.of("a", "b", "c"), heard);
  }

  @Test
  public void aGapIsToldOnce() {
    assertFalse(take("life", 1, false, "a"));
    assertTrue(take("life", 2, true, "b"));
    assertFalse(take("life", 2, true, "b"));
  }

  @Test
  public void aBrowserThatIsGoneHearsNothing() {
    inbox.take(new BrowserTexts("s", "life", 1, List.of(new BrowserText(99, "x")), false));
    assertEquals(List.of(), heard);
  }
}
