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
    view.spokeTo("a");
    assertEquals(List.of(), view.looksAt("n1", "a"));
    view.spokeTo("b");
    assertEquals(List.of("a"), view.looksAt("n2", "b"));
    assertEquals(List.of("b"), view.looksHere());
    assertEquals(List.of(), view.looksHere());
  }

  @Test
  public void theLookersAreFoundByNoteAndByServer() {
    LocalBrowser other = Mockito.mock(LocalBrowser.class);
    views.of(browser).looksAt("n", "a");
    views.of(other).looksAt("m", "a");
    assertEquals(List.of(views.of(browser)), views.lookingAt("n"));
    assertEquals(Set.of(views.of(browser), views.of(other)), Set.copyOf(views.lookingOn("a")));
    views.of(browser).looksHere();
    assertEquals(List.of(), views.lookingAt("n"));
  }
}
