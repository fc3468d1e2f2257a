// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zeppelin.clustering.servers.wire.Heartbeat;
import org.apache.zeppelin.clustering.servers.wire.ProcessLiveness;
import org.junit.Test;

public class HeartbeatSourceTest {

  private static final String SESSION = "session";

  private final List<ProcessLiveness> processes = new ArrayList<>();
  private final Map<String, Integer> runs = new HashMap<>();
  private final HeartbeatSource source =
      new HeartbeatSource(
          "a:1",
          () -> new ResourceSample(1_000, 0, 1_000, 0),
          new ServerSettings(1_000, 5_000, 10_000, 10_000),
          System::nanoTime);

  @Test
  public void saysAllUntilTheLeaderHasIt() {
    source.reportProcesses(() -> processes);
    Heartbeat first = source.next(SESSION, 0);
    assertTrue(first.isSetProcesses());
    Heartbeat again = source.next(SESSION, 0);
    assertEquals(first.getReport(), again.getReport());
    assertTrue(again.isSetProcesses() && again.isSetAttached() && again.isSetRuns());
    Heartbeat known = source.next(SESSION, first.getReport());
    assertEquals(first.getReport(), known.getReport());
    assertFalse(known.isSetProcesses() || known.isSetAttached() || known.isSetRuns());
  }

  @Test
  public void saysWhatHasChangedInListsThatAreTheSame() {
    source.reportProcesses(() -> processes);
    source.reportRuns(() -> runs);
    long known = source.next(SESSION, 0).getReport();
    processes.add(new ProcessLiveness("md", 9));
    Heartbeat changed = source.next(SESSION, known);
    assertEquals(known + 1, changed.getReport());
    assertEquals(processes, changed.getProcesses());
    runs.put("md", 1);
    assertEquals(runs, source.next(SESSION, changed.getReport()).getRuns());
    assertFalse(source.next(SESSION, known + 2).isSetRuns());
  }

  @Test
  public void whatCannotBeToldHasNotChanged() {
    processes.add(new ProcessLiveness("md", 9));
    source.reportProcesses(() -> processes);
    long known = source.next(SESSION, 0).getReport();
    source.reportProcesses(
        () -> {
          throw new IllegalStateException("not now");
        });
    assertFalse(source.next(SESSION, known).isSetProcesses());
    assertEquals(processes, source.next(SESSION, 0).getProcesses());
  }
}
