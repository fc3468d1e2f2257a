// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.Test;

/** The script can be written down, and parts of it be asked for. */
public class TranscriptScenarioTest {

  private static Scenario scenario(String... only) {
    return new Scenario(Groups.all(), List.of(only), Duration.ofSeconds(1));
  }

  @Test
  public void everyStepHasItsOwnName() {
    List<String> names = scenario().names();
    assertTrue("only " + names.size(), names.size() > 150);
    assertEquals(names.size(), new HashSet<>(names).size());
    names.forEach(name -> assertTrue(name, name.matches("[a-z-]+/[a-z-]+")));
  }

  @Test
  public void whatIsNotThereIsNamed() {
    assertEquals(List.of(), scenario("edit", "run/echo").unknown());
    assertEquals(List.of("edit/none", "none"), scenario("edit", "edit/none", "none").unknown());
  }

  @Test
  public void optionsAreRead() {
    Options options =
        Options.of("--only", "edit", "--only", "run/echo", "--set", "a=b", "--patience", "7");
    assertEquals(List.of("edit", "run/echo"), options.only);
    assertEquals(List.of("a=b"), options.settings);
    assertEquals(Duration.ofSeconds(7), options.patience);
    assertEquals(false, options.list || options.self);
  }

  @Test
  public void mistakesAreRefused() {
    for (String[] mistake :
        new String[][] {{"--only"}, {"--patience", "0"}, {"--patience", "x"}, {"--nonsense"}}) {
      assertThrows(IllegalArgumentException.class, () -> Options.of(mistake));
    }
  }
}
