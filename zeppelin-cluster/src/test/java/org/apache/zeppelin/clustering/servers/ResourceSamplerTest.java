// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ResourceSamplerTest {

  private static final String MEMINFO =
      "MemTotal:        1000 kB\nMemFree:           10 kB\nMemAvailable:     600 kB\n";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private AvailableMemory memory(String memInfo, String current, String stat) throws IOException {
    return new AvailableMemory(
        file("meminfo", memInfo), file("current", current), file("stat", stat));
  }

  private Path file(String name, String content) throws IOException {
    Path path = folder.getRoot().toPath().resolve(name);
    return content == null ? path : Files.writeString(path, content);
  }

  @Test
  public void thisMachineHasSomethingAndUsesNotMore() {
    ResourceSampler sampler = new ResourceSampler();
    for (int i = 0; i < 3; i++) {
      ResourceSample sample = sampler.get();
      assertTrue(sample.cpuCapacity() >= 1000);
      assertTrue(sample.cpuUsed() >= 0 && sample.cpuUsed() <= sample.cpuCapacity());
      assertTrue(sample.memoryCapacity() > 0);
      assertTrue(sample.memoryUsed() > 0 && sample.memoryUsed() <= sample.memoryCapacity());
    }
  }

  @Test
  public void pageCacheIsNotUsedMemory() throws IOException {
    assertEquals(Optional.of(600L * 1024), memory(MEMINFO, null, null).bytes(1000 * 1024));
  }

  @Test
  public void containerCountsItsOwnMemory() throws IOException {
    AvailableMemory memory = memory(MEMINFO, "307200\n", "anon 1\ninactive_file 102400\n");
    assertEquals(Optional.of(500L * 1024 - 200 * 1024), memory.bytes(500 * 1024));
  }

  @Test
  public void otherSystemsAreNotGuessed() throws IOException {
    assertEquals(Optional.empty(), memory(null, null, null).bytes(1000));
    assertEquals(Optional.empty(), memory("nonsense", "x", "y z").bytes(1000));
  }
}
