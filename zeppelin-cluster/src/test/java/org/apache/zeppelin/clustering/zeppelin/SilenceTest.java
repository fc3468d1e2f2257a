// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.apache.zeppelin.clustering.zeppelin.Silence.Answer;
import org.junit.Test;

/** Who does not answer is dead when his host says so, or after a while. */
public class SilenceTest {

  private static final long LIMIT = 10;

  private long now = Long.MAX_VALUE - 5;
  private final Silence silence = new Silence(() -> now, LIMIT);

  @Test
  public void aRefusalIsTheEndAtOnce() {
    assertTrue(silence.alive(Answer.ANSWERS));
    assertFalse(silence.alive(Answer.REFUSES));
  }

  @Test
  public void aShortSilenceIsNot() {
    now += LIMIT - 1;
    assertTrue(silence.alive(Answer.SILENT));
    now += 1;
    assertFalse(silence.alive(Answer.SILENT));
  }

  @Test
  public void anAnswerEndsTheSilence() {
    now += LIMIT - 1;
    assertTrue(silence.alive(Answer.ANSWERS));
    now += LIMIT - 1;
    assertTrue(silence.alive(Answer.SILENT));
    now += LIMIT;
    assertFalse(silence.alive(Answer.SILENT));
    assertTrue(silence.alive(Answer.ANSWERS));
  }
}
