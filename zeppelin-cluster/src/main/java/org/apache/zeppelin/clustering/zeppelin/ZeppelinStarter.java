// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.Optional;
import org.apache.zeppelin.clustering.hooks.Cluster;
import org.apache.zeppelin.clustering.hooks.ClusterStarter;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.zeppelin.check.StartCheck;
import org.apache.zeppelin.clustering.zeppelin.release.Releases;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.conf.ZeppelinConfiguration;

/** Makes the module from Zeppelin's settings, if they ask for one. */
@TouchesZeppelin("begin the cluster with Zeppelin's settings")
public final class ZeppelinStarter implements ClusterStarter {

  private ClusterModule module;

  @Override
  public boolean isWanted() {
    return ClusterSettings.wanted(Releases.present().configuration());
  }

  @Override
  public Optional<Cluster> create() {
    ZeppelinRelease zeppelin = Releases.present();
    ZeppelinConfiguration configuration = zeppelin.configuration();
    if (!ClusterSettings.wanted(configuration)) {
      return Optional.empty();
    }
    StartCheck.require(zeppelin, Releases.presentVersion(), getClass().getClassLoader());
    module = ClusterModule.create(ClusterSettings.read(configuration), zeppelin);
    return Optional.of(module);
  }

  @Override
  public void start() {
    module.start();
    Runtime.getRuntime().addShutdownHook(new Thread(module::shutdown, "zeppelin-cluster-shutdown"));
  }
}
