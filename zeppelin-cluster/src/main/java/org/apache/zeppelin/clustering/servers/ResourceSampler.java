// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * Asks the JVM and the operating system what this machine, or this container, has and uses. Used by
 * one thread.
 */
public final class ResourceSampler implements Supplier<ResourceSample> {

  private static final int THOUSANDTHS = 1000;

  private final OperatingSystemMXBean system;
  private final AvailableMemory availableMemory;
  private double lastCpu;

  public ResourceSampler() {
    this(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class),
        AvailableMemory.ofThisMachine());
  }

  ResourceSampler(OperatingSystemMXBean system, AvailableMemory availableMemory) {
    this.system = system;
    this.availableMemory = availableMemory;
  }

  /** Never fails; a CPU load that the system does not tell is taken to be the last known one. */
  @Override
  public ResourceSample get() {
    double cpu = system.getSystemCpuLoad();
    if (cpu >= 0 && cpu <= 1) {
      lastCpu = cpu;
    }
    long cpuCapacity = (long) system.getAvailableProcessors() * THOUSANDTHS;
    long memory = system.getTotalPhysicalMemorySize();
    long available = availableMemory.bytes(memory).orElseGet(system::getFreePhysicalMemorySize);
    long used = Math.max(0, memory - available);
    return new ResourceSample(cpuCapacity, Math.round(lastCpu * cpuCapacity), memory, used);
  }
}
