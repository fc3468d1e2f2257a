// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.Map;
import net.bytebuddy.asm.Advice;

/**
 * {@code ZeppelinConfiguration} and what launchers hand to processes: the old mode of 0.9 to 0.11
 * listens to the same setting and must stay asleep, in servers and in interpreter processes. Up to
 * 0.11 the class is in processes too, where a woven one finds nothing of ours: that is suppressed.
 */
final class ConfigurationHooks {

  private ConfigurationHooks() {}

  static final class ClusterMode {
    private ClusterMode() {}

    @Advice.OnMethodExit(suppress = NoClassDefFoundError.class)
    static void exit(@Advice.Return(readOnly = false) boolean clusterMode) {
      if (ClusterHooks.cluster() != null) {
        clusterMode = false;
      }
    }
  }

  static final class ForProcesses {
    private ForProcesses() {}

    @Advice.OnMethodExit(suppress = NoClassDefFoundError.class)
    static void exit(@Advice.Return Map<String, String> configuration) {
      if (ClusterHooks.cluster() != null && configuration != null) {
        configuration.put("zeppelin.cluster.addr", "");
      }
    }
  }

  static final class RecoveryEnabled {
    private RecoveryEnabled() {}

    /**
     * Zeppelin asks when it reads a note, and ends what the note says is running unless this is so.
     * Which process is alive is in the metadata, so its own storage for that stays out of use.
     */
    @Advice.OnMethodExit(suppress = NoClassDefFoundError.class)
    static void exit(@Advice.Return(readOnly = false) boolean enabled) {
      if (ClusterHooks.cluster() != null) {
        enabled = ClusterHooks.cluster().runs().keepsRunning();
      }
    }
  }

  static final class RecoveryStorage {
    private RecoveryStorage() {}

    @Advice.OnMethodExit(suppress = NoClassDefFoundError.class)
    static void exit(@Advice.Return(readOnly = false) String className) {
      if (ClusterHooks.cluster() != null) {
        className = "org.apache.zeppelin.interpreter.recovery.NullRecoveryStorage";
      }
    }
  }

  static final class Environment {
    private Environment() {}

    /** In a process the environment wins over what {@code init} tells it. */
    @Advice.OnMethodExit
    static void exit(@Advice.Return Map<String, String> environment) {
      if (ClusterHooks.cluster() != null && environment != null) {
        environment.put("ZEPPELIN_CLUSTER_ADDR", "");
        environment.putAll(ClusterHooks.cluster().processEnvironment());
      }
    }
  }
}
