// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.zeppelin.clustering.servers.wire.Load;

/**
 * Averages the samples of the last while; the capacities are the last sample's. No clock inside.
 */
public final class ResourceWindow {

  private final long windowNanos;
  private final Deque<Timed> samples = new ArrayDeque<>();
  private long cpuUsedSum;
  private long memoryUsedSum;

  /**
   * @param windowNanos a sample counts until it is older than this
   */
  public ResourceWindow(long windowNanos) {
    this.windowNanos = windowNanos;
  }

  /**
   * @param nowNanos monotonic, not before the last call's
   */
  public void add(long nowNanos, ResourceSample sample) {
    samples.addLast(new Timed(nowNanos, sample));
    cpuUsedSum += sample.cpuUsed();
    memoryUsedSum += sample.memoryUsed();
    while (nowNanos - samples.peekFirst().nanos > windowNanos) {
      ResourceSample old = samples.removeFirst().sample;
      cpuUsedSum -= old.cpuUsed();
      memoryUsedSum -= old.memoryUsed();
    }
  }

  /** The average as of the last sample; all zero before the first. */
  public Load load() {
    if (samples.isEmpty()) {
      return new Load(0, 0, 0, 0);
    }
    ResourceSample last = samples.peekLast().sample;
    int count = samples.size();
    return new Load(
        last.cpuCapacity(), cpuUsedSum / count, last.memoryCapacity(), memoryUsedSum / count);
  }

  private static final class Timed {

    private final long nanos;
    private final ResourceSample sample;

    private Timed(long nanos, ResourceSample sample) {
      this.nanos = nanos;
      this.sample = sample;
    }
  }
}
