// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

/** What a server has and uses at one moment. Immutable. */
public final class ResourceSample {

  private final long cpuCapacity;
  private final long cpuUsed;
  private final long memoryCapacity;
  private final long memoryUsed;

  /**
   * @param cpuCapacity thousandths of a core
   * @param cpuUsed thousandths of a core
   * @param memoryCapacity bytes
   * @param memoryUsed bytes that could not be had by a new process
   */
  public ResourceSample(long cpuCapacity, long cpuUsed, long memoryCapacity, long memoryUsed) {
    this.cpuCapacity = cpuCapacity;
    this.cpuUsed = cpuUsed;
    this.memoryCapacity = memoryCapacity;
    this.memoryUsed = memoryUsed;
  }

  public long cpuCapacity() {
    return cpuCapacity;
  }

  public long cpuUsed() {
    return cpuUsed;
  }

  public long memoryCapacity() {
    return memoryCapacity;
  }

  public long memoryUsed() {
    return memoryUsed;
  }
}
