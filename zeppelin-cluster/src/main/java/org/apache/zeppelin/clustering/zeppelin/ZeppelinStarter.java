// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.hooks.Cluster;
import org.apache.zeppelin.clustering.hooks.ClusterStarter;
import org.apache.zeppelin.clustering.hooks.Startup;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.zeppelin.check.BackgroundCheck;
import org.apache.zeppelin.clustering.zeppelin.check.StartCheck;
import org.apache.zeppelin.clustering.zeppelin.release.Releases;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.conf.ZeppelinConfiguration;

/** Makes the module from Zeppelin's settings, if they ask for one. */
@TouchesZeppelin("begin the cluster with Zeppelin's settings")
public final class ZeppelinStarter implements ClusterStarter {

  private BackgroundCheck check;
  private ClusterModule module;

  @Override
  public Optional<Cluster> create() {
    ZeppelinRelease zeppelin = Releases.present();
    ZeppelinConfiguration configuration = zeppelin.configuration();
    if (!ClusterSettings.wanted(configuration)) {
      return Optional.empty();
    }
    check =
        new BackgroundCheck(
            () ->
                StartCheck.require(
                    zeppelin, Releases.presentVersion(), getClass().getClassLoader()),
            Startup::refuse);
    check.start();
    return Optional.of(checked(() -> create(configuration, zeppelin)));
  }

  private Cluster create(ZeppelinConfiguration configuration, ZeppelinRelease zeppelin) {
    module = ClusterModule.create(ClusterSettings.read(configuration), zeppelin, check::await);
    return module;
  }

  /** What the check says is missing explains more than what fails because it is. */
  private <T> T checked(Supplier<T> work) {
    try {
      return work.get();
    } catch (LinkageError e) {
      check.await();
      throw e;
    }
  }

  @Override
  public void start() {
    checked(
        () -> {
          module.start();
          return module;
        });
    Runtime.getRuntime().addShutdownHook(new Thread(module::shutdown, "zeppelin-cluster-shutdown"));
  }
}
