// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.interpreter.ExecutionContext;
import org.apache.zeppelin.interpreter.InterpreterSetting;

/**
 * {@code InterpreterSetting} and its manager: a setting that is closed here is closed everywhere,
 * used here or not.
 */
final class SettingHooks {

  private SettingHooks() {}

  static final class Close {
    private Close() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.This InterpreterSetting setting) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.closeSetting(setting.getId());
      }
    }
  }

  static final class CloseInterpreters {
    private CloseInterpreters() {}

    /** Zeppelin closes only groups that it knows; knowing this one, it goes on to close it. */
    @Advice.OnMethodEnter
    static void enter(
        @Advice.This InterpreterSetting setting, @Advice.Argument(0) ExecutionContext context) {
      if (ClusterHooks.cluster() != null) {
        setting.getOrCreateInterpreterGroup(context);
      }
    }
  }

  static final class CloseAll {
    private CloseAll() {}

    @Advice.OnMethodEnter
    static void enter() {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.closeAll();
      }
    }
  }
}
