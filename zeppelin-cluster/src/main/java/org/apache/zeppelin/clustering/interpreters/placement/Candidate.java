// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters.placement;

import java.util.Objects;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.wire.ServerState;

/** A server as placement sees it. Immutable; made by {@link #named}. */
public final class Candidate {

  private final String server;
  private final ServerState state;
  private final long cpuCapacity;
  private final long cpuUsed;
  private final long memoryCapacity;
  private final long memoryUsed;
  private final int processes;
  private final int pending;
  private final int userProcesses;
  private final Set<String> labels;
  private final double weight;
  private final int maxProcesses;

  private Candidate(Builder builder) {
    this.server = builder.server;
    this.state = builder.state;
    this.cpuCapacity = builder.cpuCapacity;
    this.cpuUsed = builder.cpuUsed;
    this.memoryCapacity = builder.memoryCapacity;
    this.memoryUsed = builder.memoryUsed;
    this.processes = builder.processes;
    this.pending = builder.pending;
    this.userProcesses = builder.userProcesses;
    this.labels = Set.copyOf(builder.labels);
    this.weight = builder.weight;
    this.maxProcesses = builder.maxProcesses;
  }

  /** An idle, unlimited server that is online and of which no load is known. */
  public static Builder named(String server) {
    return new Builder(server);
  }

  /** Id of the server. */
  public String server() {
    return server;
  }

  public ServerState state() {
    return state;
  }

  /** Used part of the CPU as measured, 0 to 1; 0 when it is not known. */
  public double cpu() {
    return fraction(cpuUsed, cpuCapacity);
  }

  /** Used part of the memory as measured, 0 to 1; 0 when it is not known. */
  public double memory() {
    return fraction(memoryUsed, memoryCapacity);
  }

  /**
   * As {@link #cpu}, with what each pending process will probably use, in thousandths of a core.
   */
  double cpuWithPending(long thousandthsEach) {
    return fraction(cpuUsed + pending * thousandthsEach, cpuCapacity);
  }

  /** As {@link #memory}, with what each pending process will probably use, in bytes. */
  double memoryWithPending(long bytesEach) {
    return fraction(memoryUsed + pending * bytesEach, memoryCapacity);
  }

  private static double fraction(long used, long capacity) {
    return capacity <= 0 ? 0 : (double) used / capacity;
  }

  /** Cores, at least one. */
  double cores() {
    return Math.max(1, cpuCapacity / 1000.0);
  }

  /** Processes that the server manages or has been given to start, the pending ones included. */
  public int processes() {
    return processes;
  }

  /** How many of {@link #processes} are too young to show in the measured load. */
  public int pending() {
    return pending;
  }

  /** How many of {@link #processes} belong to the user who asks. */
  public int userProcesses() {
    return userProcesses;
  }

  public Set<String> labels() {
    return labels;
  }

  /** Share of processes that the server shall get; 1.0 is an ordinary server. */
  public double weight() {
    return weight;
  }

  /** Most processes the server itself wants; 0 is no limit. */
  public int maxProcesses() {
    return maxProcesses;
  }

  @Override
  public String toString() {
    return server;
  }

  /** Says what is known of a server. */
  public static final class Builder {

    private final String server;
    private ServerState state = ServerState.ONLINE;
    private long cpuCapacity;
    private long cpuUsed;
    private long memoryCapacity;
    private long memoryUsed;
    private int processes;
    private int pending;
    private int userProcesses;
    private Set<String> labels = Set.of();
    private double weight = 1;
    private int maxProcesses;

    private Builder(String server) {
      this.server = Objects.requireNonNull(server, "server");
    }

    public Builder state(ServerState value) {
      this.state = Objects.requireNonNull(value, "state");
      return this;
    }

    /** In thousandths of a core. */
    public Builder cpu(long capacity, long used) {
      this.cpuCapacity = capacity;
      this.cpuUsed = used;
      return this;
    }

    /** In bytes. */
    public Builder memory(long capacity, long used) {
      this.memoryCapacity = capacity;
      this.memoryUsed = used;
      return this;
    }

    /**
     * @param all processes managed there or given to start there
     * @param young those among them that the load does not show yet
     * @param ofUser those among them that belong to the user who asks
     */
    public Builder processes(int all, int young, int ofUser) {
      if (young < 0 || young > all || ofUser < 0 || ofUser > all) {
        throw new IllegalArgumentException(
            young + " pending and " + ofUser + " of the user cannot be among " + all);
      }
      this.processes = all;
      this.pending = young;
      this.userProcesses = ofUser;
      return this;
    }

    public Builder labels(Set<String> values) {
      this.labels = Set.copyOf(values);
      return this;
    }

    public Builder weight(double value) {
      if (!(value > 0)) {
        throw new IllegalArgumentException("the weight of " + server + " is " + value);
      }
      this.weight = value;
      return this;
    }

    public Builder maxProcesses(int value) {
      this.maxProcesses = value;
      return this;
    }

    public Candidate build() {
      return new Candidate(this);
    }
  }
}
