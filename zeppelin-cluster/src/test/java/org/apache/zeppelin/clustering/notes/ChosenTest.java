// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;

/** Who looks after what belongs to nobody. */
public class ChosenTest {

  private static final int NOTES = 3_000;
  private static final List<String> SERVERS = List.of("a:6000", "b:6000", "c:6000", "d:6000");

  private static String note(int number) {
    return "2J" + Integer.toString(number * 7919, 36).toUpperCase(Locale.ROOT);
  }

  @Test
  public void nobodyIsChosenAmongNobody() {
    assertEquals(Optional.empty(), Chosen.of("n", List.of()));
  }

  @Test
  public void allAskTheSameWhateverTheOrder() {
    List<String> shuffled = new ArrayList<>(SERVERS);
    Random random = new Random(1);
    for (int i = 0; i < NOTES; i++) {
      Collections.shuffle(shuffled, random);
      assertEquals(Chosen.of(note(i), SERVERS), Chosen.of(note(i), shuffled));
    }
  }

  @Test
  public void eachHasItsShare() {
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < NOTES; i++) {
      shares.merge(Chosen.of(note(i), SERVERS).orElseThrow(), 1, Integer::sum);
    }
    for (String server : SERVERS) {
      int share = shares.getOrDefault(server, 0);
      assertTrue(shares.toString(), share > NOTES / 6 && share < NOTES * 2 / 6);
    }
  }

  @Test
  public void onlyWhatALostServerHadGoesToOthers() {
    List<String> left = SERVERS.subList(1, SERVERS.size());
    for (int i = 0; i < NOTES; i++) {
      Optional<String> before = Chosen.of(note(i), SERVERS);
      if (left.contains(before.orElseThrow())) {
        assertEquals(before, Chosen.of(note(i), left));
      }
    }
  }
}
