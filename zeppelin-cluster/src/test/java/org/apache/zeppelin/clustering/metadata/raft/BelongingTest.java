// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.junit.Test;

public class BelongingTest {

  private static final String SELF = "a:1";
  private static final long COMMITTED = 20;

  private final MetadataSettings settings =
      MetadataSettings.builder()
          .serverId(SELF)
          .servers(List.of(SELF, "b:1", "c:1"))
          .storageDir(Path.of("nowhere"))
          .build();

  private int ended;

  private Belonging belonging(long term) {
    return new Belonging(settings, new Roster(settings, () -> null), () -> term, () -> ended++);
  }

  private static Told told(long leadingTerm, String... voters) {
    return new Told("b:1", Membership.of(List.of(voters), List.of()), leadingTerm, COMMITTED);
  }

  @Test
  public void aLeaderThatKnowsItNoMoreEndsIt() {
    Belonging belonging = belonging(5);
    belonging.told(told(5, SELF, "b:1", "c:1"));
    assertTrue(belonging.gone().isEmpty());
    belonging.told(told(5, "b:1", "c:1"));
    belonging.told(told(6, "b:1", "c:1"));
    assertTrue(belonging.gone().get(), belonging.gone().get().contains("b:1, which leads"));
    assertEquals("once", 1, ended);
  }

  @Test
  public void whoeverMayKnowLessIsNotBelieved() {
    Belonging belonging = belonging(5);
    belonging.told(told(Told.NOT_LEADING, "b:1", "c:1"));
    belonging.told(told(4, "b:1", "c:1"));
    belonging.told(new Told("x:1", Membership.of(List.of(), List.of("x:1")), 9, 99));
    assertTrue(belonging.gone().isEmpty());
    assertEquals(0, ended);
  }

  @Test
  public void anAnswerFromBeforeItWasAddedDoesNotCount() {
    Told told = told(5, "b:1", "c:1");
    assertTrue(told.leadsSince(5, COMMITTED));
    assertFalse(told.leadsSince(5, COMMITTED + 1));
    assertFalse(told.leadsSince(6, COMMITTED));
  }

  @Test
  public void oneThatWasRemovedDoesNotStartAndReadsWhatToDo() {
    MetadataException refusal =
        assertThrows(
            MetadataException.class,
            () -> belonging(0).joins(true, List.of(told(7, "b:1", "c:1"))));
    assertTrue(refusal.getMessage(), refusal.getMessage().contains("nowhere"));
    assertTrue(belonging(0).joins(false, List.of(told(7, "b:1", "c:1"))));
  }
}
