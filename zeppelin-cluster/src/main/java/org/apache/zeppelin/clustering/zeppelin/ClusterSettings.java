// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.InterpreterSettings;
import org.apache.zeppelin.clustering.interpreters.placement.PlacementSettings;
import org.apache.zeppelin.clustering.interpreters.placement.Policies;
import org.apache.zeppelin.clustering.login.LoginSettings;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.notes.NoteSettings;
import org.apache.zeppelin.clustering.rpc.RpcClientSettings;
import org.apache.zeppelin.clustering.rpc.RpcLimits;
import org.apache.zeppelin.clustering.security.SecuritySettings;
import org.apache.zeppelin.clustering.servers.ServerSettings;
import org.apache.zeppelin.conf.ZeppelinConfiguration;

/**
 * Every setting of the module, read and checked once at start. Their names, defaults and meaning
 * are in conf/zeppelin-cluster-site.xml. Immutable.
 */
@TouchesZeppelin("read the settings")
public final class ClusterSettings {

  private static final int SERVICE_PORT_OFFSET = 1_000;
  private static final int RPC_IDLE_MILLIS = 60_000;
  private static final int RPC_READ_MILLIS = 10_000;
  private static final int RPC_CONNECT_MILLIS = 2_000;
  private static final int RPC_MAX_IDLE = 16;
  private static final int RPC_TRUST_IDLE_MILLIS = 1_000;
  // A user is told within 5 s that something could not be done.
  private static final long FORWARD_MILLIS = 4_500;
  private static final long FORWARD_CALL_MILLIS = 4_000;
  private static final long HANDLING_MILLIS = 2_000;
  private static final long CLOCK_DIFFERENCE_MILLIS = 300_000;
  private static final int MAX_WAITING_TEXTS = 10_000;
  private static final int MAX_BYTES_PER_CHAR = 4;

  private final ClusterAddress address;
  private final String bind;
  private final int servicePort;
  private final int webPort;
  private final Set<String> labels;
  private final double weight;
  private final int maxProcesses;
  private final SecuritySettings security;
  private final boolean insecure;
  private final String adminRole;
  private final ServerSettings serverSettings;
  private final MetadataSettings metadata;
  private final PlacementSettings placement;
  private final InterpreterSettings interpreters;
  private final RpcLimits rpcLimits;
  private final RpcClientSettings rpcClients;
  private final NoteSettings notes;
  private final LoginSettings logins;
  private final long cronWaitMillis;
  private final long drainWaitMillis;
  private final ZeppelinConfiguration zeppelin;

  private ClusterSettings(
      SettingReader reader, ZeppelinConfiguration zeppelin, String home, int webPort) {
    this.zeppelin = zeppelin;
    this.address =
        ClusterAddress.parse(
            reader.text(ClusterAddress.ADDR, ""),
            reader.text(ClusterAddress.SERVER, ""),
            ClusterSettings::resolves,
            ClusterSettings::isHere);
    this.webPort = webPort;
    String ownHost = ClusterAddress.host(address.self());
    String bindText = reader.text("zeppelin.cluster.bind", "");
    this.bind = bindText.isEmpty() ? ownHost : bindText;
    int port = reader.whole("zeppelin.cluster.service.port", 0, 0);
    this.servicePort = port == 0 ? ClusterAddress.port(address.self()) + SERVICE_PORT_OFFSET : port;
    this.labels = reader.words("zeppelin.cluster.labels");
    this.weight = reader.decimal("zeppelin.cluster.weight", 1.0);
    this.maxProcesses = reader.whole("zeppelin.cluster.processes.max", 0, 0);
    SecurityReader securities = new SecurityReader(reader, Path.of(home));
    String name = reader.text("zeppelin.cluster.name", "zeppelin");
    this.security = securities.read(name, ownHost);
    this.insecure = securities.insecure(security, bind, address.servers());
    this.adminRole = reader.text("zeppelin.cluster.admin.role", "admin");
    this.serverSettings = serverSettings(reader);
    this.metadata = metadata(reader, name, Path.of(home));
    this.placement = placement(reader);
    this.interpreters =
        new InterpreterSettings(
            reader.number("zeppelin.cluster.start.timeout.ms", 660_000, 1_000),
            reader.number("zeppelin.cluster.call.timeout.ms", 10_000, 100),
            reader.number("zeppelin.cluster.placement.wait.ms", 600_000, 0),
            reader.number("zeppelin.cluster.placement.recheck.ms", 1_000, 10));
    int frame = reader.whole("zeppelin.cluster.rpc.frame.max.bytes", 16_777_216, 65_536);
    this.rpcLimits =
        new RpcLimits(
            frame,
            reader.whole("zeppelin.cluster.rpc.elements.max", 100_000, 1_000),
            RPC_IDLE_MILLIS,
            RPC_READ_MILLIS,
            reader.whole("zeppelin.cluster.rpc.threads.max", 256, 4));
    this.notes =
        new NoteSettings(
            FORWARD_MILLIS,
            HANDLING_MILLIS,
            FORWARD_CALL_MILLIS,
            frame / MAX_BYTES_PER_CHAR,
            MAX_WAITING_TEXTS,
            reader.number("zeppelin.cluster.note.idle.ms", 300_000, 1_000));
    this.logins =
        new LoginSettings(
            reader.number("zeppelin.cluster.login.stale.max.ms", 1_000, 0),
            reader.number("zeppelin.cluster.login.touch.interval.ms", 60_000, 1_000),
            CLOCK_DIFFERENCE_MILLIS,
            FORWARD_MILLIS);
    this.cronWaitMillis = reader.number("zeppelin.cluster.cron.wait.ms", 2_000, 100);
    this.drainWaitMillis = reader.number("zeppelin.cluster.drain.wait.ms", 600_000, 0);
    this.rpcClients =
        new RpcClientSettings(
            RPC_CONNECT_MILLIS, RPC_MAX_IDLE, RPC_IDLE_MILLIS / 2, RPC_TRUST_IDLE_MILLIS, frame);
  }

  private static ServerSettings serverSettings(SettingReader reader) {
    long heartbeat = reader.number("zeppelin.cluster.heartbeat.interval.ms", 1_000, 50);
    long session = reader.number("zeppelin.cluster.session.timeout.ms", 5_000, 1_000);
    if (session < 3 * heartbeat) {
      throw SettingReader.wrong(
          "zeppelin.cluster.session.timeout.ms",
          String.valueOf(session),
          "at least three times zeppelin.cluster.heartbeat.interval.ms, which is " + heartbeat);
    }
    return new ServerSettings(
        heartbeat,
        session,
        reader.number("zeppelin.cluster.load.window.ms", 10_000, heartbeat),
        reader.number("zeppelin.cluster.request.timeout.ms", 10_000, 500));
  }

  private MetadataSettings metadata(SettingReader reader, String name, Path home) {
    int electionMin = reader.whole("zeppelin.cluster.election.timeout.min.ms", 600, 50);
    int electionMax = reader.whole("zeppelin.cluster.election.timeout.max.ms", 1_200, 100);
    if (electionMax <= electionMin) {
      throw SettingReader.wrong(
          "zeppelin.cluster.election.timeout.max.ms",
          String.valueOf(electionMax),
          "more than zeppelin.cluster.election.timeout.min.ms, which is " + electionMin);
    }
    return MetadataSettings.builder()
        .serverId(address.self())
        .servers(address.servers())
        .bindAddress(bind)
        .storageDir(home.resolve(reader.text("zeppelin.cluster.dir", "cluster")))
        .clusterName(name)
        .electionTimeoutMinMillis(electionMin)
        .electionTimeoutMaxMillis(electionMax)
        .requestTimeoutMillis(reader.whole("zeppelin.cluster.request.timeout.ms", 10_000, 500))
        .snapshotThreshold(reader.whole("zeppelin.cluster.snapshot.threshold", 10_000, 10))
        .maxMessageBytes(reader.whole("zeppelin.cluster.message.max.bytes", 8_388_608, 65_536))
        .retryQueueMaxEntries(reader.whole("zeppelin.cluster.retry.max.entries", 10_000, 1))
        .retryQueueMaxBytes(reader.number("zeppelin.cluster.retry.max.bytes", 16_777_216, 65_536))
        .build();
  }

  private static PlacementSettings placement(SettingReader reader) {
    PlacementSettings placement =
        PlacementSettings.builder()
            .policy(reader.text("zeppelin.cluster.placement.policy", Policies.LEAST_LOADED))
            .weights(
                reader.decimal("zeppelin.cluster.placement.weight.cpu", 1),
                reader.decimal("zeppelin.cluster.placement.weight.memory", 1),
                reader.decimal("zeppelin.cluster.placement.weight.processes", 1))
            .thresholds(
                reader.fraction("zeppelin.cluster.placement.threshold.cpu", 0.9),
                reader.fraction("zeppelin.cluster.placement.threshold.memory", 0.95))
            .maxProcessesPerServer(reader.whole("zeppelin.cluster.placement.max", 0, 0))
            .maxProcessesPerUser(reader.whole("zeppelin.cluster.placement.user.max", 0, 0))
            .maxProcessesPerUserPerServer(
                reader.whole("zeppelin.cluster.placement.user.server.max", 0, 0))
            .build();
    try {
      Policies.named(placement);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          "zeppelin.cluster.placement.policy",
          placement.policy(),
          "no such policy",
          e.getMessage());
    }
    return placement;
  }

  /** True when this Zeppelin is to be part of a cluster. */
  public static boolean wanted(ZeppelinConfiguration configuration) {
    return !new SettingReader(configuration).text(ClusterAddress.ADDR, "").isEmpty();
  }

  /**
   * @throws InvalidSettingException with one sentence on what to change
   */
  public static ClusterSettings read(ZeppelinConfiguration configuration) {
    int webPort =
        configuration.useSsl() ? configuration.getServerSslPort() : configuration.getServerPort();
    return new ClusterSettings(
        new SettingReader(configuration),
        configuration,
        configuration.getAbsoluteDir("."),
        webPort);
  }

  private static boolean resolves(String host) {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isHere(String host) {
    try {
      InetAddress named = InetAddress.getByName(host);
      return named.isLoopbackAddress() || NetworkInterface.getByInetAddress(named) != null;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }

  /** Those of the setting: who forms the cluster, or whom to ask for it. */
  List<String> servers() {
    return address.servers();
  }

  /** This server's id. */
  String self() {
    return address.self();
  }

  /** Host under which other servers reach this one. */
  String ownHost() {
    return ClusterAddress.host(address.self());
  }

  String bind() {
    return bind;
  }

  int servicePort() {
    return servicePort;
  }

  int webPort() {
    return webPort;
  }

  Set<String> labels() {
    return labels;
  }

  double weight() {
    return weight;
  }

  int maxProcesses() {
    return maxProcesses;
  }

  ServerSettings serverSettings() {
    return serverSettings;
  }

  /** What the replicated map of this server needs. */
  public MetadataSettings metadata() {
    return metadata;
  }

  PlacementSettings placement() {
    return placement;
  }

  InterpreterSettings interpreters() {
    return interpreters;
  }

  RpcLimits rpcLimits() {
    return rpcLimits;
  }

  LoginSettings logins() {
    return logins;
  }

  NoteSettings notes() {
    return notes;
  }

  /** How long the other servers wait for the owner of a scheduled note before they ask it. */
  long cronWaitMillis() {
    return cronWaitMillis;
  }

  /** How long a server that is emptied waits for what is in use. */
  long drainWaitMillis() {
    return drainWaitMillis;
  }

  /** How servers know one another. */
  public SecuritySettings security() {
    return security;
  }

  /** True when they do not, and not only this machine can reach them. */
  boolean insecure() {
    return insecure;
  }

  /** Which role of Zeppelin's users may change the cluster. */
  String adminRole() {
    return adminRole;
  }

  /** Zeppelin's own settings. */
  ZeppelinConfiguration zeppelin() {
    return zeppelin;
  }

  RpcClientSettings rpcClients() {
    return rpcClients;
  }
}
