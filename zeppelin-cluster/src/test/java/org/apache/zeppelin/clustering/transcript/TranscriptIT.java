// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Users cannot tell a cluster from one Zeppelin. */
public class TranscriptIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(4);

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static Rehearsal rehearsal(String folder, Duration patience, String... only)
      throws Exception {
    Path dir = FOLDER.newFolder(folder).toPath();
    return new Rehearsal(
        new Scenario(Groups.all(), List.of(only), patience), dir, System.out::println);
  }

  private static String text(List<Difference> differences) {
    return differences.stream().map(Difference::toString).collect(Collectors.joining("\n"));
  }

  @Test
  public void aClusterSaysWhatOneZeppelinSays() throws Exception {
    try (Rehearsal rehearsal = rehearsal("cluster", PATIENCE)) {
      Transcript plain = rehearsal.plain("plain", null, List.of());
      Transcript cluster = rehearsal.cluster("cluster", plain, Audience.ALL.size(), List.of());
      assertEquals("", text(Comparison.of(plain, cluster)));
    }
  }

  @Test
  public void aLoginCountsAsOnOneZeppelin() throws Exception {
    Path dir = FOLDER.newFolder("login").toPath();
    try (Rehearsal login = new Rehearsal(new LoginScenario(PATIENCE), dir, System.out::println)) {
      Transcript plain = login.plain("login-plain", null, List.of(), login.login(false));
      Transcript cluster =
          login.cluster("login-cluster", null, Audience.ALL.size(), List.of(), login.login(true));
      assertEquals("", text(Comparison.of(plain, cluster)));
    }
  }

  @Test
  public void theComparisonSeesWhatASettingChanges() throws Exception {
    try (Rehearsal rehearsal = rehearsal("seeded", LITTLE_PATIENCE, "together", "cron/set")) {
      Transcript plain = rehearsal.plain("plain", null, List.of());
      Transcript other =
          rehearsal.plain(
              "other",
              plain,
              List.of(
                  "zeppelin.notebook.collaborative.mode.enable=false",
                  "zeppelin.notebook.cron.enable=false"));
      String differences = text(Comparison.of(plain, other));
      assertNotEquals("", differences);
      for (String seen : List.of("PATCH_PARAGRAPH", "COLLABORATIVE_MODE_STATUS", "cron/set")) {
        assertEquals(differences, true, differences.contains(seen));
      }
    }
  }
}
