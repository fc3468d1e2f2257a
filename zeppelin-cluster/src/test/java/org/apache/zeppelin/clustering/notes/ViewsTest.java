// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.mockito.Mockito;

public class ViewsTest {

  private final Views views = new Views();
  private final LocalBrowser browser = Mockito.mock(LocalBrowser.class);

  @Test
  public void aBrowserHasOneNumberAsLongAsItIsThere() {
    long number = views.of(browser).number();
    assertEquals(number, views.of(browser).number());
    assertEquals(Optional.of(browser), views.numbered(number).map(Views.View::browser));
    views.remove(browser);
    assertTrue(views.numbered(number).isEmpty());
    assertNotEquals(number, views.of(browser).number());
  }

  @Test
  public void whoeverWasSpokenToIsToldWhenItLooksElsewhere() {
    Views.View view = views.of(browser);
    view.spokeTo("a", "s");
    assertEquals(List.of(), view.looksAt("n1", "a", "s"));
    view.spokeTo("b", "s");
    assertEquals(List.of("a"), view.looksAt("n2", "b", "s"));
    assertEquals(List.of("b"), view.looksHere());
    assertEquals(List.of(), view.looksHere());
  }

  @Test
  public void theLookersAreFoundByNoteAndByServer() {
    LocalBrowser other = Mockito.mock(LocalBrowser.class);
    views.of(browser).looksAt("n", "a", "s");
    views.of(other).looksAt("m", "a", "t");
    assertEquals(List.of(views.of(browser)), views.lookingAt("n"));
    assertEquals(Set.of(views.of(browser), views.of(other)), Set.copyOf(views.lookingOn("a")));
    views.of(browser).looksHere();
    assertEquals(List.of(), views.lookingAt("n"));
  }

  @Test
  public void whoLookedUnderAnotherSessionIsFoundUntilItHasSpokenUnderThisOne() {
    Views.View view = views.of(browser);
    assertEquals(List.of(), views.before("s"));
    view.looksAt("n", "a", "s");
    assertEquals(List.of(), views.before("s"));
    assertEquals(List.of(view), views.before("t"));
    view.spokeTo("b", "t");
    assertEquals("not to whom it looks at", List.of(view), views.before("t"));
    view.spokeTo("a", "t");
    assertEquals(List.of(), views.before("t"));
    view.looksHere();
    assertEquals(List.of(), views.before("u"));
  }
}
