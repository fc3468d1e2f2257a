// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.apache.zeppelin.clustering.hooks.StartRefusedException;
import org.junit.Test;

public class ReleasesTest {

  @Test
  public void everyVersionHasItsLine() {
    assertEquals("0.10", Releases.of("0.10.0").line());
    assertEquals("0.10", Releases.of("0.10.1").line());
    assertEquals("0.11", Releases.of("0.11.2").line());
    assertEquals("0.12", Releases.of("0.12.1").line());
    assertEquals("0.12", Releases.of("0.13.0-SNAPSHOT").line());
    assertEquals("0.12", Releases.of("1.0.0").line());
  }

  @Test
  public void anOlderOneIsRefused() {
    String said =
        assertThrows(StartRefusedException.class, () -> Releases.of("0.9.0")).getMessage();
    assertTrue(said, said.contains("0.9.0") && said.contains("0.10.0"));
  }

  @Test
  public void whatIsNoVersionIsRefused() {
    for (String text : new String[] {"", "master", "0"}) {
      assertThrows(text, StartRefusedException.class, () -> Releases.of(text));
    }
  }
}
