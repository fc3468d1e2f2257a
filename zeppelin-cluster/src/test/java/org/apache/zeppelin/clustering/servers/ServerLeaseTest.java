// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Optional;
import org.junit.Test;

public class ServerLeaseTest {

  private final ServerLease lease = new ServerLease(1000);

  @Test
  public void actsOnlyForAPartOfTheTimeoutAfterWhatWasSent() {
    assertFalse(lease.mayAct(0));
    assertEquals(ServerLease.State.NONE, lease.state(0));
    lease.opened("s", 100);
    assertTrue(lease.mayAct(899));
    assertFalse(lease.mayAct(900));
    assertEquals(ServerLease.State.LAPSED, lease.state(900));
    lease.renewed("s", 700);
    assertTrue(lease.mayAct(1499));
    assertEquals(ServerLease.State.OPEN, lease.state(1499));
  }

  @Test
  public void answersOutOfOrderDoNotShortenIt() {
    lease.opened("s", 0);
    lease.renewed("s", 500);
    lease.renewed("s", 300);
    assertTrue(lease.mayAct(1299));
  }

  @Test
  public void answersOfAnotherSessionCountNothing() {
    lease.opened("old", 0);
    lease.expired("old");
    lease.opened("new", 100);
    lease.renewed("old", 800);
    assertFalse(lease.expired("old"));
    assertFalse(lease.mayAct(900));
    assertEquals(Optional.of("new"), lease.current());
    assertEquals(Optional.empty(), lease.usable(900));
  }

  @Test
  public void endIsNewsOnce() {
    lease.opened("s", 0);
    assertTrue(lease.expired("s"));
    assertFalse(lease.expired("s"));
    assertEquals(ServerLease.State.EXPIRED, lease.state(1));
    lease.renewed("s", 10);
    assertFalse(lease.mayAct(11));
  }
}
