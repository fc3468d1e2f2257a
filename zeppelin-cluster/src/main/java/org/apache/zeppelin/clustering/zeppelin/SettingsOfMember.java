// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.InterpreterCluster;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.settings.SharedSettings;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;

/** A member's interpreter settings and repositories, put together. */
@TouchesZeppelin("put together what keeps the interpreter settings the same")
final class SettingsOfMember implements AutoCloseable {

  private final ZeppelinSettings local;
  private final SharedSettings shared;
  private final SettingGateway gateway;

  SettingsOfMember(
      Services services,
      InterpreterSettingManager settings,
      ZeppelinGroups groups,
      InterpreterCluster cluster,
      ZeppelinRelease zeppelin) {
    this.local = new ZeppelinSettings(settings, groups, zeppelin, cluster::settingChanged);
    this.shared =
        new SharedSettings(
            services.metadata(),
            services.servers(),
            local,
            services.settings().interpreters().callTimeoutMillis(),
            System::nanoTime);
    this.gateway = new SettingGateway(shared, settings, cluster);
  }

  void start() {
    shared.start();
  }

  /** What that method of Zeppelin's manager returns, alone in an array; null to let it run. */
  Object[] change(String method, Object[] arguments) throws IOException, InterpreterException {
    return local.following() ? null : new Object[] {gateway.change(method, arguments)};
  }

  /** True while the calling thread does here what the cluster decided. */
  boolean following() {
    return local.following();
  }

  /** Something was installed: what could not be done here before may be possible now. */
  void installed() {
    shared.compareAgain();
  }

  long version(String settingId, long index) throws IOException {
    return shared.version(Keys.setting(settingId), index);
  }

  @Override
  public void close() {
    shared.close();
  }
}
