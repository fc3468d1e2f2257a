// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertThrows;

import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.junit.Test;

/** What a manager says of a process that it does not have. */
public class ManagedProcessesTest {

  private static final ProcessRef REF = new ProcessRef("g", 7);

  private final ManagedProcesses managed = new ManagedProcesses("here");

  @Test
  public void aProcessThatItNeverHadIsNoMore() {
    assertThrows(StaleException.class, () -> managed.require(REF));
  }

  @Test
  public void aProcessThatIsBeingStartedMayBeTheOneThatOthersReadOf() {
    managed.starting("g");
    assertThrows(UnavailableException.class, () -> managed.require(REF));
    managed.started("g");
    assertThrows(StaleException.class, () -> managed.require(REF));
  }

  @Test
  public void aProcessThatIsBeingTakenOverIsNotGone() {
    managed.taking("g");
    assertThrows(UnavailableException.class, () -> managed.require(REF));
    managed.taken("g");
    assertThrows(StaleException.class, () -> managed.require(REF));
  }
}
