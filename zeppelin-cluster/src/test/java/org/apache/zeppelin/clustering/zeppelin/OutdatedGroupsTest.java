// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Groups are told apart although Zeppelin takes them for equal. */
public class OutdatedGroupsTest {

  @Test
  public void anEqualOneIsNotTheSame() {
    OutdatedGroups outdated = new OutdatedGroups();
    List<String> old = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    outdated.add(old);
    assertTrue(old.equals(fresh));
    assertTrue(outdated.contains(old));
    assertFalse(outdated.contains(fresh));
  }
}
