// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.real.Logins;
import org.apache.zeppelin.clustering.real.RealCluster;

/** The servers that a script is played on: one plain Zeppelin, or a cluster. */
final class Stage implements AutoCloseable {

  /** Without them, half of what the script asks for is refused. */
  private static final List<String> SETTINGS =
      List.of("zeppelin.notebook.cron.enable=true", "zeppelin.jobmanager.enable=true");

  private final RealCluster cluster;
  private final int servers;
  private final String dir;
  private int turn;

  private Stage(RealCluster cluster, int servers, Path dir) {
    this.cluster = cluster;
    this.servers = servers;
    this.dir = dir.toString();
  }

  /** One Zeppelin without the module, with further settings KEY=VALUE and options. */
  static Stage plain(Path dir, List<String> settings, String... more)
      throws IOException, InterruptedException {
    List<String> options = options(settings, more);
    options.add("--plain");
    return new Stage(RealCluster.up(dir, 1, options.toArray(new String[0])), 1, dir);
  }

  /** Servers of one cluster, all of them members. */
  static Stage cluster(Path dir, int servers, List<String> settings, String... more)
      throws IOException, InterruptedException {
    RealCluster cluster =
        RealCluster.up(dir, servers, options(settings, more).toArray(new String[0]));
    try {
      // Where one has to log in, for that too.
      RealCluster asked = more.length == 0 ? cluster : Logins.somebody(cluster);
      asked.awaitOnline(servers);
    } catch (IOException | InterruptedException | AssertionError e) {
      cluster.close();
      throw e;
    }
    return new Stage(cluster, servers, dir);
  }

  private static List<String> options(List<String> settings, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    for (List<String> some : List.of(SETTINGS, settings)) {
      some.forEach(setting -> options.addAll(List.of("--set", setting)));
    }
    return options;
  }

  RealCluster cluster() {
    return cluster;
  }

  int servers() {
    return servers;
  }

  /** The folder of all its files. */
  String dir() {
    return dir;
  }

  /** The server whose turn it is, which is another one each time. */
  int next() {
    return 1 + turn++ % servers;
  }

  /** The server of the browser with that number, from 0. */
  int serverOf(int browser) {
    return 1 + browser % servers;
  }

  /** Every group begins with the same server, so that one alone is played as it is among all. */
  void rewind() {
    turn = 0;
  }

  @Override
  public void close() throws IOException {
    cluster.close();
  }
}
