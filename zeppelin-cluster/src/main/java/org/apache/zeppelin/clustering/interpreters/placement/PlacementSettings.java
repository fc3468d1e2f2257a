// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import java.util.Objects;

/** How processes are placed; the same on every server. Immutable; made by {@link #builder}. */
public final class PlacementSettings {

  private final String policy;
  private final double cpuWeight;
  private final double memoryWeight;
  private final double processWeight;
  private final double cpuThreshold;
  private final double memoryThreshold;
  private final int maxProcessesPerServer;
  private final int maxProcessesPerUser;
  private final int maxProcessesPerUserPerServer;
  private final long pendingCpuThousandths;
  private final long pendingMemoryBytes;

  private PlacementSettings(Builder builder) {
    this.policy = builder.policy;
    this.cpuWeight = builder.cpuWeight;
    this.memoryWeight = builder.memoryWeight;
    this.processWeight = builder.processWeight;
    this.cpuThreshold = builder.cpuThreshold;
    this.memoryThreshold = builder.memoryThreshold;
    this.maxProcessesPerServer = builder.maxProcessesPerServer;
    this.maxProcessesPerUser = builder.maxProcessesPerUser;
    this.maxProcessesPerUserPerServer = builder.maxProcessesPerUserPerServer;
    this.pendingCpuThousandths = builder.pendingCpuThousandths;
    this.pendingMemoryBytes = builder.pendingMemoryBytes;
  }

  /** Every value at its default. */
  public static PlacementSettings defaults() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Name of the policy; default {@link Policies#LEAST_LOADED}. */
  public String policy() {
    return policy;
  }

  /** What a fully used CPU counts in a server's load; default 1. */
  public double cpuWeight() {
    return cpuWeight;
  }

  /** What a fully used memory counts in a server's load; default 1. */
  public double memoryWeight() {
    return memoryWeight;
  }

  /** What a process per core counts in a server's load; default 1. */
  public double processWeight() {
    return processWeight;
  }

  /** Used part of the CPU above which a server gets no process, 0 to 1; default 0.9; 1: never. */
  public double cpuThreshold() {
    return cpuThreshold;
  }

  /** Used part of memory above which a server gets no process, 0 to 1; default 0.95; 1: never. */
  public double memoryThreshold() {
    return memoryThreshold;
  }

  /** Most processes on a server that names no limit of its own; default 0, no limit. */
  public int maxProcessesPerServer() {
    return maxProcessesPerServer;
  }

  /** Most processes of a user in the cluster; default 0, no limit. */
  public int maxProcessesPerUser() {
    return maxProcessesPerUser;
  }

  /** Most processes of a user on a server; default 0, no limit. */
  public int maxProcessesPerUserPerServer() {
    return maxProcessesPerUserPerServer;
  }

  /** What a process counts until the load shows it, in thousandths of a core; default 250. */
  public long pendingCpuThousandths() {
    return pendingCpuThousandths;
  }

  /** What a process counts until the load shows it, in bytes; default 256 MiB. */
  public long pendingMemoryBytes() {
    return pendingMemoryBytes;
  }

  /** Changes what shall not be at its default. */
  public static final class Builder {

    private static final long DEFAULT_PENDING_BYTES = 256L * 1024 * 1024;

    private String policy = Policies.LEAST_LOADED;
    private double cpuWeight = 1;
    private double memoryWeight = 1;
    private double processWeight = 1;
    private double cpuThreshold = 0.9;
    private double memoryThreshold = 0.95;
    private int maxProcessesPerServer;
    private int maxProcessesPerUser;
    private int maxProcessesPerUserPerServer;
    private long pendingCpuThousandths = 250;
    private long pendingMemoryBytes = DEFAULT_PENDING_BYTES;

    private Builder() {}

    /** The name is checked by {@link Policies#named}. */
    public Builder policy(String value) {
      this.policy = Objects.requireNonNull(value, "policy");
      return this;
    }

    public Builder weights(double cpu, double memory, double processes) {
      this.cpuWeight = atLeastZero("zeppelin.cluster.placement.weight.cpu", cpu);
      this.memoryWeight = atLeastZero("zeppelin.cluster.placement.weight.memory", memory);
      this.processWeight = atLeastZero("zeppelin.cluster.placement.weight.processes", processes);
      return this;
    }

    public Builder thresholds(double cpu, double memory) {
      this.cpuThreshold = fraction("zeppelin.cluster.placement.threshold.cpu", cpu);
      this.memoryThreshold = fraction("zeppelin.cluster.placement.threshold.memory", memory);
      return this;
    }

    public Builder maxProcessesPerServer(int value) {
      this.maxProcessesPerServer = (int) atLeastZero("zeppelin.cluster.placement.max", value);
      return this;
    }

    public Builder maxProcessesPerUser(int value) {
      this.maxProcessesPerUser = (int) atLeastZero("zeppelin.cluster.placement.user.max", value);
      return this;
    }

    public Builder maxProcessesPerUserPerServer(int value) {
      this.maxProcessesPerUserPerServer =
          (int) atLeastZero("zeppelin.cluster.placement.user.server.max", value);
      return this;
    }

    public Builder pending(long cpuThousandths, long memoryBytes) {
      atLeastZero("zeppelin.cluster.placement.pending.cpu", cpuThousandths);
      atLeastZero("zeppelin.cluster.placement.pending.memory", memoryBytes);
      this.pendingCpuThousandths = cpuThousandths;
      this.pendingMemoryBytes = memoryBytes;
      return this;
    }

    public PlacementSettings build() {
      return new PlacementSettings(this);
    }

    private static double atLeastZero(String setting, double value) {
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(setting + " is " + value + " but must be 0 or more");
      }
      return value;
    }

    private static double fraction(String setting, double value) {
      if (!(value > 0 && value <= 1)) {
        throw new IllegalArgumentException(
            setting + " is " + value + " but must be above 0 and at most 1, as 0.9 for 90%");
      }
      return value;
    }
  }
}
