// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.zeppelin.clustering.servers.wire.Load;
import org.junit.Test;

public class ResourceWindowTest {

  @Test
  public void isTheAverageOfTheSamplesInTheWindow() {
    Random random = new Random(7);
    for (int run = 0; run < 200; run++) {
      long window = 1 + random.nextInt(50);
      ResourceWindow tested = new ResourceWindow(window);
      List<long[]> all = new ArrayList<>();
      long now = random.nextLong();
      for (int i = 0; i < 100; i++) {
        now += random.nextInt(20);
        long cpu = random.nextInt(4000);
        long memory = random.nextInt(1 << 30);
        all.add(new long[] {now, cpu, memory});
        tested.add(now, new ResourceSample(4000, cpu, 1L << 30, memory));
        long until = now;
        long[] sum = new long[3];
        all.stream()
            .filter(sample -> until - sample[0] <= window)
            .forEach(
                sample -> {
                  sum[0]++;
                  sum[1] += sample[1];
                  sum[2] += sample[2];
                });
        assertEquals(new Load(4000, sum[1] / sum[0], 1L << 30, sum[2] / sum[0]), tested.load());
      }
    }
  }

  @Test
  public void emptyIsZero() {
    assertEquals(new Load(0, 0, 0, 0), new ResourceWindow(1).load());
  }
}
