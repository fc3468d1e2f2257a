// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What one server's metadata needs to know. Immutable; the defaults are those of a cluster in one
 * data centre.
 */
public final class MetadataSettings {

  private final String serverId;
  private final List<String> servers;
  private final String bindAddress;
  private final Path storageDir;
  private final String clusterName;
  private final int electionTimeoutMinMillis;
  private final int electionTimeoutMaxMillis;
  private final int requestTimeoutMillis;
  private final int attemptTimeoutMillis;
  private final int snapshotThreshold;
  private final int maxMessageBytes;
  private final int maxVoters;
  private final int retryQueueMaxEntries;
  private final long retryQueueMaxBytes;

  private MetadataSettings(Builder builder) {
    serverId = Objects.requireNonNull(builder.serverId, "serverId");
    servers = List.copyOf(builder.servers);
    bindAddress = Objects.requireNonNull(builder.bindAddress, "bindAddress");
    storageDir = Objects.requireNonNull(builder.storageDir, "storageDir");
    clusterName = Objects.requireNonNull(builder.clusterName, "clusterName");
    electionTimeoutMinMillis = builder.electionTimeoutMinMillis;
    electionTimeoutMaxMillis = builder.electionTimeoutMaxMillis;
    requestTimeoutMillis = builder.requestTimeoutMillis;
    attemptTimeoutMillis = builder.attemptTimeoutMillis;
    snapshotThreshold = builder.snapshotThreshold;
    maxMessageBytes = builder.maxMessageBytes;
    maxVoters = builder.maxVoters;
    retryQueueMaxEntries = builder.retryQueueMaxEntries;
    retryQueueMaxBytes = builder.retryQueueMaxBytes;
    check(servers.contains(serverId), "serverId " + serverId + " is not among " + servers);
    for (String server : servers) {
      check(server.matches(".+:\\d{1,5}"), "server " + server + " is not host:port");
    }
    check(electionTimeoutMinMillis >= 50, "electionTimeoutMinMillis is below 50");
    check(
        electionTimeoutMaxMillis > electionTimeoutMinMillis,
        "electionTimeoutMaxMillis is not above electionTimeoutMinMillis");
    check(attemptTimeoutMillis > 0, "attemptTimeoutMillis is not positive");
    check(
        requestTimeoutMillis >= attemptTimeoutMillis,
        "requestTimeoutMillis is below attemptTimeoutMillis");
    check(snapshotThreshold > 0, "snapshotThreshold is not positive");
    check(maxMessageBytes >= 64 * 1024, "maxMessageBytes is below 65536");
    check(
        maxVoters > 0 && maxVoters <= Membership.MAX_VOTERS,
        "maxVoters is not from 1 to " + Membership.MAX_VOTERS);
    check(retryQueueMaxEntries > 0, "retryQueueMaxEntries is not positive");
    check(retryQueueMaxBytes > 0, "retryQueueMaxBytes is not positive");
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new IllegalArgumentException(message);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** This server's own entry of {@link #servers()}. */
  public String serverId() {
    return serverId;
  }

  /** Every server as {@code host:port}, the same list on each of them. */
  public List<String> servers() {
    return servers;
  }

  /** Address on which the Raft port listens: an interface's, or 0.0.0.0 for all. */
  public String bindAddress() {
    return bindAddress;
  }

  /** Directory of this server alone, on a disk that survives restarts. */
  public Path storageDir() {
    return storageDir;
  }

  /** Servers of different clusters refuse each other's messages. */
  public String clusterName() {
    return clusterName;
  }

  public int electionTimeoutMinMillis() {
    return electionTimeoutMinMillis;
  }

  public int electionTimeoutMaxMillis() {
    return electionTimeoutMaxMillis;
  }

  public int requestTimeoutMillis() {
    return requestTimeoutMillis;
  }

  public int attemptTimeoutMillis() {
    return attemptTimeoutMillis;
  }

  public int snapshotThreshold() {
    return snapshotThreshold;
  }

  public int maxMessageBytes() {
    return maxMessageBytes;
  }

  /** How many of the servers may vote, the same on each of them; the others are listeners. */
  public int maxVoters() {
    return maxVoters;
  }

  public int retryQueueMaxEntries() {
    return retryQueueMaxEntries;
  }

  public long retryQueueMaxBytes() {
    return retryQueueMaxBytes;
  }

  /** Collects settings; {@link #build} checks them. */
  public static final class Builder {

    private String serverId;
    private List<String> servers = List.of();
    private String bindAddress = "127.0.0.1";
    private Path storageDir;
    private String clusterName = "zeppelin";
    private int electionTimeoutMinMillis = 500;
    private int electionTimeoutMaxMillis = 1000;
    private int requestTimeoutMillis = 10_000;
    private int attemptTimeoutMillis = 3_000;
    private int snapshotThreshold = 10_000;
    private int maxMessageBytes = 8 * 1024 * 1024;
    private int maxVoters = Membership.MAX_VOTERS;
    private int retryQueueMaxEntries = 10_000;
    private long retryQueueMaxBytes = 32L * 1024 * 1024;

    private Builder() {}

    /** Required: this server's entry of {@link #servers}. */
    public Builder serverId(String value) {
      serverId = value;
      return this;
    }

    /** Required. */
    public Builder servers(List<String> value) {
      servers = value;
      return this;
    }

    /** Default 127.0.0.1: nobody from outside reaches a server that was not told where to bind. */
    public Builder bindAddress(String value) {
      bindAddress = value;
      return this;
    }

    /** Required; there is no default, so that nobody's votes and log end up under /tmp. */
    public Builder storageDir(Path value) {
      storageDir = value;
      return this;
    }

    /** Default "zeppelin". */
    public Builder clusterName(String value) {
      clusterName = value;
      return this;
    }

    /**
     * Default 500: a follower that has heard nothing from the leader for this long may stand. A
     * pause of a server (garbage collection, a busy disk) up to half of it passes unnoticed, since
     * the leader speaks twice in that time.
     */
    public Builder electionTimeoutMinMillis(int value) {
      electionTimeoutMinMillis = value;
      return this;
    }

    /** Default 1000: the wider the range, the rarer two servers stand at once. */
    public Builder electionTimeoutMaxMillis(int value) {
      electionTimeoutMaxMillis = value;
      return this;
    }

    /** Default 10000: all attempts at one request together; then it is unavailable. */
    public Builder requestTimeoutMillis(int value) {
      requestTimeoutMillis = value;
      return this;
    }

    /**
     * Default 3000: one attempt; a server that is silent for longer is asked again or passed by.
     */
    public Builder attemptTimeoutMillis(int value) {
      attemptTimeoutMillis = value;
      return this;
    }

    /** Default 10000 log entries: what a restart replays at most, well below a second's work. */
    public Builder snapshotThreshold(int value) {
      snapshotThreshold = value;
      return this;
    }

    /** Default 8 MiB: a larger request is refused before it reaches the log. */
    public Builder maxVoters(int value) {
      maxVoters = value;
      return this;
    }

    public Builder maxMessageBytes(int value) {
      maxMessageBytes = value;
      return this;
    }

    /** Default 10000 writes that wait for a majority. */
    public Builder retryQueueMaxEntries(int value) {
      retryQueueMaxEntries = value;
      return this;
    }

    /** Default 32 MiB of writes that wait for a majority. */
    public Builder retryQueueMaxBytes(long value) {
      retryQueueMaxBytes = value;
      return this;
    }

    /**
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public MetadataSettings build() {
      return new MetadataSettings(this);
    }
  }
}
