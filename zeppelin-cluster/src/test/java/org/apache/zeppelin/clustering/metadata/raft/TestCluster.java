// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.metadata.LeaderDuties;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.ports.FreePorts;
import org.apache.zeppelin.clustering.security.ClusterTls;

/** Several servers in this JVM, on loopback and free ports. */
final class TestCluster implements AutoCloseable {

  private final Path directory;
  private final UnaryOperator<MetadataSettings.Builder> settings;
  private final Optional<ClusterTls> tls;
  private final List<String> ids;
  private final Map<String, List<String>> settingOf;
  private final Map<String, RaftMetadata> running = new TreeMap<>();
  private final Map<String, RecordingDuties> duties = new TreeMap<>();

  TestCluster(Path directory, int servers) throws IOException {
    this(directory, servers, UnaryOperator.identity());
  }

  TestCluster(Path directory, int servers, UnaryOperator<MetadataSettings.Builder> settings)
      throws IOException {
    this(directory, servers, settings, Optional.empty());
  }

  /**
   * @param tls of all of them; not closed by this
   */
  TestCluster(
      Path directory,
      int servers,
      UnaryOperator<MetadataSettings.Builder> settings,
      Optional<ClusterTls> tls)
      throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.tls = tls;
    ids = new ArrayList<>(freeAddresses(servers));
    settingOf = new TreeMap<>();
  }

  static List<String> freeAddresses(int count) throws IOException {
    return FreePorts.some(count).stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.toList());
  }

  List<String> ids() {
    return List.copyOf(ids);
  }

  List<String> sorted() {
    return ids.stream().sorted().collect(Collectors.toList());
  }

  /** A server more, which knows of the first ones and is none of theirs yet; not started. */
  String prepare() throws IOException {
    String id = freeAddresses(1).get(0);
    List<String> setting = new ArrayList<>(ids);
    setting.add(id);
    ids.forEach(each -> settingOf.putIfAbsent(each, List.copyOf(ids)));
    ids.add(id);
    settingOf.put(id, setting);
    return id;
  }

  Path home(String id) {
    return directory.resolve("server-" + ids.indexOf(id));
  }

  TestCluster startAll() {
    ids.forEach(this::start);
    return this;
  }

  RaftMetadata start(String id) {
    RaftMetadata server = create(id);
    try {
      server.start(duties.get(id));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    running.put(id, server);
    return server;
  }

  /** Not started, and not this object's to close. */
  RaftMetadata create(String id) {
    duties.put(id, new RecordingDuties(id));
    return new RaftMetadata(
        settings
            .apply(
                MetadataSettings.builder()
                    .serverId(id)
                    .servers(settingOf.getOrDefault(id, ids))
                    .electionTimeoutMinMillis(300)
                    .electionTimeoutMaxMillis(600)
                    .storageDir(home(id)))
            .build(),
        tls);
  }

  void stop(String id) {
    running.remove(id).close();
  }

  RaftMetadata get(String id) {
    return running.get(id);
  }

  RecordingDuties duties(String id) {
    return duties.get(id);
  }

  List<RaftMetadata> all() {
    return new ArrayList<>(running.values());
  }

  RaftMetadata leader() throws Exception {
    Await.until("a leader", () -> all().stream().anyMatch(s -> s.status().leading()));
    return all().stream().filter(s -> s.status().leading()).findFirst().get();
  }

  RaftMetadata follower() throws Exception {
    String leader = leader().serverId();
    return all().stream().filter(s -> !s.serverId().equals(leader)).findFirst().get();
  }

  @Override
  public void close() {
    new ArrayList<>(running.keySet()).forEach(this::stop);
  }

  /** Counts, and answers with its server's id. */
  static final class RecordingDuties implements LeaderDuties {

    private final String id;
    private final List<String> calls = new ArrayList<>();

    RecordingDuties(String id) {
      this.id = id;
    }

    synchronized List<String> calls() {
      return new ArrayList<>(calls);
    }

    @Override
    public synchronized void started(long term) {
      calls.add("started");
    }

    @Override
    public synchronized void stopped() {
      calls.add("stopped");
    }

    @Override
    public byte[] answer(String topic, byte[] payload) {
      if (topic.equals("refuse")) {
        throw new MetadataException("no answer to this");
      }
      return (id + " " + topic).getBytes(StandardCharsets.UTF_8);
    }
  }
}
