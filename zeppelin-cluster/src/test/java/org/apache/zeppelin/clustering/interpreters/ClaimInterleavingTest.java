// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Optional;
import org.apache.zeppelin.clustering.interpreters.ClaimSimulation.Defect;
import org.junit.Test;

/** Never two live processes of one group, in thousands of orders of what servers do. */
public class ClaimInterleavingTest {

  private static final int SEEDS = 3_000;
  private static final int TURNS = 300;

  @Test
  public void neverTwoProcesses() {
    int starts = 0;
    int adoptions = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      ClaimSimulation simulation = new ClaimSimulation(seed, 3, Defect.NONE);
      assertEquals("seed " + seed, Optional.empty(), simulation.run(TURNS));
      starts += simulation.starts();
      adoptions += simulation.adoptions();
    }
    assertTrue("only " + starts + " starts in all", starts > SEEDS);
    assertTrue("only " + adoptions + " were taken over", adoptions > SEEDS / 3);
  }

  @Test
  public void wouldFindAnAddressThatIsNotFenced() {
    assertFound(Defect.ADDRESS_WITHOUT_FENCE);
  }

  @Test
  public void wouldFindAClaimThatDoesNotCompare() {
    assertFound(Defect.CLAIM_WITHOUT_COMPARE);
  }

  @Test
  public void wouldFindAManagersProcessThatWasLeftBehind() {
    assertFound(Defect.NO_RETIRE);
  }

  @Test
  public void wouldFindAnAdoptionThatOthersTakeForNone() {
    assertFound(Defect.SILENT_ADOPTION);
  }

  private static void assertFound(Defect defect) {
    for (long seed = 0; seed < SEEDS; seed++) {
      if (new ClaimSimulation(seed, 3, defect).run(TURNS).isPresent()) {
        return;
      }
    }
    throw new AssertionError(defect + " was not found in " + SEEDS + " seeds");
  }
}
